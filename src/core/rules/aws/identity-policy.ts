import type { Value, ValueMap } from "../../value.ts";
import type { Answer, Exposure } from "../rule.ts";
import { clip, every, exposure, listed, no, not, some, unknown, worst } from "./answers.ts";
import { reachesAll } from "./arn.ts";
import { anyOf, blocks, type Readable, texts } from "./attributes.ts";
import { allows, element, judgePolicy, matchesAll } from "./policy-document.ts";

/** Where each type keeps the policies of an identity. */
export const identityPolicyTypes = [
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
  "aws_iam_group_policy",
  "aws_iam_role",
  "aws_ssoadmin_permission_set_inline_policy",
] as const;

/** Full power, or the power to grant it: `*`, everything but some, or all of IAM or of the organisation. */
export const grantsAdministration = (side: ValueMap, type: string): Exposure =>
  judgeAll(side, type, (statement, attribute) => {
    const spared = element(statement, "NotAction");
    const actions = texts(element(statement, "Action"));
    const judge = (granted: Answer, service: string | undefined, words: string): Exposure =>
      granted === "no"
        ? no
        : exposure(every(allows(statement), granted, onAll(statement, service)), words, attribute);
    return worst([
      judge(anyOf(actions, isAnyAction), undefined, "Allow * on *"),
      judge(
        spared === undefined || spared === null ? "no" : not(anyOf(texts(spared), isAnyAction)),
        undefined,
        `Allow all but ${clip(listed(texts(spared).known), 80)} on *`,
      ),
      ...grantingServices.map((service) =>
        judge(
          anyOf(actions, (action) => wholeService(action) === service),
          service,
          `Allow ${service}:* on *`,
        ),
      ),
    ]);
  });

/** Every action of a service on everything it has. */
export const grantsWholeService = (side: ValueMap, type: string): Exposure =>
  judgeAll(side, type, (statement, attribute) => {
    const actions = texts(element(statement, "Action"));
    const services = actions.known
      .map(wholeService)
      .filter((service) => service !== undefined && !grantingServices.includes(service));
    const doubt = actions.unreadable
      ? exposure(every(allows(statement), "unknown", onAll(statement, "any")), "", attribute)
      : no;
    return worst([
      doubt,
      ...services.map((service) =>
        exposure(
          every(allows(statement), onAll(statement, service)),
          `Allow ${clip(service ?? "", 40)}:* on *`,
          attribute,
        ),
      ),
    ]);
  });

const judgeAll = (
  side: ValueMap,
  type: string,
  judge: (statement: ValueMap, attribute: string) => Exposure,
): Exposure => {
  const { known, unreadable } = policiesOf(side, type);
  const doubts = unreadable ? [unknown("cannot read inline_policy")] : [];
  return worst([
    ...known.map(({ policy, attribute }) =>
      judgePolicy(policy, attribute, (statement) => judge(statement, attribute)),
    ),
    ...doubts,
  ]);
};

type Held = { readonly policy: Value | undefined; readonly attribute: string };

const policiesOf = (side: ValueMap, type: string): Readable<Held> => {
  if (type === "aws_ssoadmin_permission_set_inline_policy") {
    return { known: [{ policy: side["inline_policy"], attribute: "inline_policy" }], unreadable: false };
  }
  if (type !== "aws_iam_role") {
    return { known: [{ policy: side["policy"], attribute: "policy" }], unreadable: false };
  }
  const { known, unreadable } = blocks(side["inline_policy"]);
  return {
    known: known.map((block) => ({ policy: block["policy"], attribute: "inline_policy" })),
    unreadable,
  };
};

/** Everything but some resources is everything; `any` asks whether it is all of whichever service. */
const onAll = (statement: ValueMap, service: string | undefined): Answer => {
  const spared = element(statement, "NotResource");
  const besides =
    spared === undefined || spared === null
      ? "no"
      : not(anyOf(texts(spared), (resource) => reachesAll(resource, undefined)));
  const named = anyOf(texts(element(statement, "Resource")), (resource) =>
    reachesAll(resource, service === "any" ? resource.split(":")[2] : service),
  );
  return some([besides, named]);
};

const isAnyAction = (action: string): boolean => action.split(":").every(matchesAll);

/** The service of an action pattern that takes in all of its actions. */
const wholeService = (action: string): string | undefined => {
  const [service = "", operation, ...rest] = action.trim().toLowerCase().split(":");
  if (operation === undefined || rest.length > 0 || matchesAll(service)) return undefined;
  return matchesAll(operation) ? service : undefined;
};

/** Whoever may do everything here may grant himself the rest. */
const grantingServices: readonly string[] = ["iam", "organizations"];
