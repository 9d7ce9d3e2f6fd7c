import type { Permission } from "../../actions/action.ts";
import { type Template, type TemplateWord, textOf } from "../template.ts";
import { type KubernetesKind, kindNamed, node } from "./kinds.ts";

/** A thing as the words name it; without a name it comes from the finding, or is chosen by a selector. */
type NamedThing = { readonly kind: KubernetesKind | "finding"; readonly name: string | undefined };

/** What plain kubectl words say. */
export type KubectlCall = {
  /** `rollout restart` is one. */
  readonly verb: string;
  /** `undefined`: another kind than those that are known, or one that comes from the finding. */
  readonly things: readonly NamedThing[] | undefined;
  /** `finding`: it is filled in; `default`: the words name none. */
  readonly namespace: { readonly named: string } | "finding" | "default" | "all";
  /** The rights that it needs; `undefined` where these words are none whose rights are known. */
  readonly rights: readonly Permission[] | undefined;
};

/** Options that take the next word with them. */
const valued: ReadonlySet<string> = new Set(
  (
    "-n --namespace -l --selector -c --container -o --output -f --filename -p --patch -k --kustomize --replicas --current-replicas " +
    "--grace-period --timeout --field-selector --type --to-revision --revision --image --from --pod-selector --subresource --tail --since"
  ).split(" "),
);

/** The words behind `kubectl`. Nothing for what is not plain enough to be read. */
export const readKubectl = (words: Template): KubectlCall | undefined => {
  const read = sorted(words);
  if (read === undefined) return undefined;
  const { plain, namespace } = read;
  const [first, second] = plain.map(textOf);
  if (first === undefined) return undefined;
  const isDouble = first === "rollout" || first === "set";
  if (isDouble && second === undefined) return undefined;
  const verb = isDouble ? `${first} ${second}` : first;
  const things = thingsOf(verb, plain.slice(isDouble ? 2 : 1));
  return { verb, things, namespace, rights: rightsOf(verb, things, words.some(isCondition)) };
};

type Sorted = { readonly plain: readonly TemplateWord[]; readonly namespace: KubectlCall["namespace"] };

/** Options on one side, all others on the other; an option that may or may not take the next word makes it unreadable. */
const sorted = (words: Template): Sorted | undefined => {
  const plain: TemplateWord[] = [];
  let namespace: KubectlCall["namespace"] = "default";
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? [];
    const [head] = word;
    if (typeof head !== "string" || !head.startsWith("-")) {
      plain.push(word);
      continue;
    }
    if (head === "--") return undefined;
    const own = namespaceIn(word, words[at + 1]);
    if (own !== undefined) namespace = own;
    if (head === "-A" || head === "--all-namespaces") namespace = "all";
    if (valued.has(head) && word.length === 1) at += 1;
  }
  return { plain, namespace };
};

const namespaceIn = (
  [head, ...rest]: TemplateWord,
  next: TemplateWord | undefined,
): KubectlCall["namespace"] | undefined => {
  if (typeof head !== "string") return undefined;
  if (head === "-n" || head === "--namespace") {
    if (rest.length > 0) return "finding";
    const named = next === undefined ? undefined : textOf(next);
    return named === undefined ? "finding" : { named };
  }
  const glued = /^(?:--namespace=|-n=?)(?<named>[a-z0-9-]*)$/.exec(head)?.groups?.["named"];
  if (glued === undefined) return undefined;
  return rest.length > 0 || glued === "" ? "finding" : { named: glued };
};

const onNodes: readonly string[] = ["cordon", "uncordon", "drain"];

const thingsOf = (verb: string, words: readonly TemplateWord[]): readonly NamedThing[] | undefined => {
  if (onNodes.includes(verb)) return words.map((word) => ({ kind: node, name: textOf(word) }));
  const own = words.filter((word) => !isAssignment(word));
  const [first, ...rest] = own;
  const head = first?.[0];
  if (first === undefined || head === undefined) return undefined;
  if (typeof head !== "string") return [{ kind: "finding", name: undefined }];
  if (head.includes("/")) return together(own.map(slashed));
  const kind = kindNamed(textOf(first) ?? "");
  if (kind === undefined) return undefined;
  return rest.length === 0 ? [{ kind, name: undefined }] : rest.map((word) => ({ kind, name: textOf(word) }));
};

/** `app=web` of a label or an image is no name of a thing. */
const isAssignment = ([head]: TemplateWord): boolean =>
  typeof head === "string" && (/^[^/]*=|^[^=]*\/[^=]*=/.test(head) || head.endsWith("-"));

const slashed = (word: TemplateWord): NamedThing | undefined => {
  const [head = "", ...rest] = word;
  if (typeof head !== "string") return undefined;
  const cut = head.indexOf("/");
  const kind = cut === -1 ? undefined : kindNamed(head.slice(0, cut));
  if (kind === undefined) return undefined;
  return { kind, name: rest.length === 0 ? head.slice(cut + 1) : undefined };
};

const together = (things: readonly (NamedThing | undefined)[]): readonly NamedThing[] | undefined => {
  const known = things.flatMap((one) => (one === undefined ? [] : [one]));
  return known.length === things.length ? known : undefined;
};

const changing = ["get", "patch"] as const;

/** Rights on the thing itself, as `auth can-i` names them. */
const simple: Readonly<Record<string, readonly string[]>> = {
  get: ["get"],
  describe: ["get"],
  delete: ["delete"],
  "rollout restart": changing,
  "rollout pause": changing,
  "rollout resume": changing,
  "rollout undo": changing,
  "rollout status": ["get"],
  label: changing,
  annotate: changing,
  patch: changing,
  "set image": changing,
  "set env": changing,
  "set resources": changing,
  cordon: changing,
  uncordon: changing,
  drain: changing,
  scale: ["get"],
};

/** A scale upon a condition reads and replaces; without one it patches. */
const isCondition = ([head]: TemplateWord): boolean =>
  typeof head === "string" && /^--(?:current-replicas|resource-version)\b/.test(head);

const rightsOf = (
  verb: string,
  things: readonly NamedThing[] | undefined,
  isConditional: boolean,
): readonly Permission[] | undefined => {
  const verbs = Object.hasOwn(simple, verb) ? simple[verb] : undefined;
  if (verbs === undefined || things === undefined || things.length === 0) return undefined;
  const known = things.flatMap(({ kind }) => (kind === "finding" ? [] : [kind]));
  if (known.length < things.length) return undefined;
  const kinds = [...new Map(known.map((kind) => [kind.resource, kind])).values()];
  return kinds.flatMap(({ group, resource }) => [
    ...verbs.map((one) => ({ verb: one, group, resource })),
    ...(verb === "scale"
      ? (isConditional ? ["get", "update"] : ["patch"]).map((one) => ({
          verb: one,
          group,
          resource: `${resource}/scale`,
        }))
      : []),
    ...(verb === "drain"
      ? [
          ...["get", "list"].map((one) => ({ verb: one, group: "", resource: "pods" })),
          { verb: "create", group: "", resource: "pods/eviction" },
        ]
      : []),
  ]);
};
