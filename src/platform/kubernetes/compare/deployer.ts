import { isMap, type ValueMap } from "../../../core/value.ts";
import { type Owner, type Ownership, ownershipsOf } from "./owner.ts";
import { textAt } from "./thing.ts";

/** Tools that deploy, by the name under which a server writes them down. Helm's library calls itself after the program it is in. */
const tools: readonly (readonly [name: RegExp, family: string])[] = [
  [/^(?:helm|helm-controller|fleetagent|terraform-provider-helm(?:_.*)?)$/, "helm"],
  [/^kustomize-controller$/, "flux"],
  [/^argocd-(?:application-)?controller$/, "argocd"],
  [/^(?:Terraform|HashiCorp|terraform-provider-kubernetes(?:_.*)?)$/, "terraform"],
  [/^pulumi-(?:kubernetes|resource-kubernetes)/, "pulumi"],
  [/^(?:kapp|kapp-controller|configsync|werf|zarf)$/, "other"],
];

/** The tool that somebody is; hands use kubectl too, so of its names only those of a whole manifest count. */
export const familyOf = ({ manager, operation, through }: Owner): string | undefined => {
  if (through !== "") return undefined;
  if (manager === "kubectl-client-side-apply" || (manager === "kubectl" && operation === "Apply"))
    return "kubectl";
  const known = tools.find(([name]) => name.test(manager))?.[1];
  return known ?? (operation === "Apply" ? `apply ${manager}` : undefined);
};

/** What deploys an object, or `undefined` where nobody can tell: of several tools, the one that set the most of it. */
export const deployerOf = (live: ValueMap): string | undefined => {
  const weights = new Map<string, number>();
  let whole = 0;
  for (const one of ownershipsOf(live)) {
    const [family, weight] = [familyOf(one.owner), weightOf(one)];
    whole += weight;
    if (family !== undefined) weights.set(family, (weights.get(family) ?? 0) + weight);
  }
  const marked = isMarked(live);
  const fitting = [...weights].filter(([family, weight]) => {
    if (tools.some(([, tool]) => tool === family)) return true;
    // A hand applies too: it deploys only what it set the most of, and nothing that a tool marks as its own.
    return weight * 2 > whole && !(marked && family === "kubectl");
  });
  return fitting.sort(([, a], [, b]) => b - a)[0]?.[0];
};

const weightOf = ({ fields }: Ownership): number => leavesOf(fields);

const leavesOf = (fields: ValueMap): number => {
  let leaves = 0;
  for (const [key, below] of Object.entries(fields)) {
    if (key === ".") continue;
    leaves += isMap(below) ? Math.max(1, leavesOf(below)) : 1;
  }
  return leaves;
};

/** Whether it carries the mark of a release or an application. */
const isMarked = (live: ValueMap): boolean =>
  isOfRelease(live) ||
  textAt(live, "metadata", "annotations", "argocd.argoproj.io/tracking-id") !== "" ||
  labels.some((label) => textAt(live, "metadata", "labels", label) !== "");

const labels = [
  "kustomize.toolkit.fluxcd.io/name",
  "helm.toolkit.fluxcd.io/name",
  "objectset.rio.cattle.io/hash",
] as const;

/** As helm marks what it installs. */
export const isOfRelease = (live: ValueMap): boolean =>
  textAt(live, "metadata", "annotations", "meta.helm.sh/release-name") !== "";
