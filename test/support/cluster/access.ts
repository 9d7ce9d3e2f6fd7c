import type { IncomingHttpHeaders } from "node:http";
import type { Address } from "./address.ts";
import { type Thing, text, thing } from "./json.ts";
import { Refusal } from "./status.ts";

/** What a token may do; "*" stands for everything, an absent list of namespaces or names for all of them. */
export type Rule = {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  /** `pods`, `pods/log`, `*`. */
  readonly resources: readonly string[];
  readonly namespaces?: readonly string[];
  readonly resourceNames?: readonly string[];
};

export type User = {
  readonly user: string;
  readonly groups?: readonly string[];
  readonly rules: readonly Rule[];
};

/** Everything, everywhere. */
export const everything: readonly Rule[] = [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }];

const anonymous: User = { user: "system:anonymous", groups: ["system:unauthenticated"], rules: [] };
const admin: User = { user: "admin", groups: ["system:masters", "system:authenticated"], rules: everything };

/** Without a table of tokens everybody may do everything; with one an unknown token is 401 and none is anonymous. */
export const userOf = (
  tokens: Readonly<Record<string, User>> | undefined,
  headers: IncomingHttpHeaders,
): User => {
  if (tokens === undefined) return admin;
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  if (token === undefined) return anonymous;
  const user = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  if (user === undefined) throw new Refusal(401, "Unauthorized", "Unauthorized");
  return { ...user, groups: [...(user.groups ?? []), "system:authenticated"] };
};

export type Wish = {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
};

export const wishOf = ({ verb, kind, namespace, name, subresource }: Address): Wish => ({
  ...{ verb, namespace, name, group: kind.group },
  resource: subresource === "" ? kind.plural : `${kind.plural}/${subresource}`,
});

const isAllowed = ({ rules }: User, wish: Wish): boolean => rules.some((rule) => allows(rule, wish));

const has = (values: readonly string[], wanted: string): boolean =>
  values.includes("*") || values.includes(wanted);

const allows = (rule: Rule, { verb, group, resource, namespace, name }: Wish): boolean =>
  has(rule.verbs, verb) &&
  has(rule.apiGroups, group) &&
  has(rule.resources, resource) &&
  (rule.namespaces === undefined || rule.namespaces.includes(namespace)) &&
  (rule.resourceNames === undefined || rule.resourceNames.includes(name));

/** Throws the refusal that a cluster with RBAC words so. */
export const demand = (user: User, wish: Wish, apiGroup: string): void => {
  if (isAllowed(user, wish)) return;
  const { verb, resource, namespace, name } = wish;
  const what = apiGroup === "" ? resource : `${resource.split("/")[0]}.${apiGroup}`;
  const subject = name === "" ? what : `${what} "${name}"`;
  const scope = namespace === "" ? "at the cluster scope" : `in the namespace "${namespace}"`;
  throw new Refusal(
    403,
    "Forbidden",
    `${subject} is forbidden: User "${user.user}" cannot ${verb} resource "${resource}" in API group "${apiGroup}" ${scope}`,
    { name, group: apiGroup, kind: resource.split("/")[0] ?? "" },
  );
};

/** Answers the three reviews that every user may ask about themselves. */
export const review = (user: User, kind: string, request: Thing): Thing => {
  const spec = thing(request, "spec");
  const base = { ...request, kind, metadata: { creationTimestamp: null } };
  switch (kind) {
    case "SelfSubjectAccessReview": {
      const asked = thing(spec, "resourceAttributes");
      const resource = text(asked, "resource");
      const subresource = text(asked, "subresource");
      const allowed = isAllowed(user, {
        verb: text(asked, "verb"),
        group: text(asked, "group"),
        resource: subresource === "" ? resource : `${resource}/${subresource}`,
        namespace: text(asked, "namespace"),
        name: text(asked, "name"),
      });
      return { ...base, status: { allowed } };
    }
    case "SelfSubjectRulesReview":
      return { ...base, spec: {}, status: rulesIn(user, text(spec, "namespace")) };
    default:
      return { ...base, status: { userInfo: { username: user.user, groups: [...(user.groups ?? [])] } } };
  }
};

const rulesIn = ({ rules }: User, namespace: string): Thing => ({
  incomplete: false,
  nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/healthz", "/version", "/api", "/apis"] }],
  resourceRules: rules
    .filter((rule) => rule.namespaces === undefined || rule.namespaces.includes(namespace))
    .map(({ verbs, apiGroups, resources, resourceNames }) => ({
      ...{ verbs: [...verbs], apiGroups: [...apiGroups], resources: [...resources] },
      ...(resourceNames === undefined ? {} : { resourceNames: [...resourceNames] }),
    })),
});
