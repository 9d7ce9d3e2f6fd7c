import type { Finding } from "../../finding.ts";
import { nearest } from "../../nearest.ts";
import type { Serving } from "../../serving.ts";
import { countedKinds } from "./kinds.ts";
import type { KubectlCall } from "./kubectl-words.ts";
import { fine, type Judged, open, worstOf, wrong } from "./trial.ts";

/** One look at a cluster, as it is remembered. */
export type SeenCluster = {
  readonly name: string;
  /** Whether every application workload of it was seen. */
  readonly whole: boolean;
  readonly workloads: readonly Serving[];
  readonly findings: readonly Finding[];
};

export type Seen = {
  /** The looks that are in the scope of the entry. */
  readonly clusters: readonly SeenCluster[];
  /** Whether a cluster in its scope was never looked at. */
  readonly hasUnseen: boolean;
  /** Whether what lives in that namespace is an application's, which a probe counts. */
  readonly isCounted: (namespace: string) => boolean;
  /** The command that asks the clusters themselves, or says why none can be asked. */
  readonly reach: string;
};

/** Whether the things that kubectl words name are among those that were seen. */
export const judgeThings = (call: KubectlCall | undefined, seen: Seen): Judged => {
  if (call === undefined) return open("its words cannot be read so far");
  const { things, namespace } = call;
  if (things === undefined) return open("what kind of thing it names is not known here");
  const literal = things.flatMap(({ kind, name }) =>
    name === undefined || kind === "finding" ? [] : [{ kind, name }],
  );
  if (literal.length === 0) return fine("which thing is meant comes from the finding, or a selector");
  return worstOf(
    literal.map(({ kind: { kind, namespaced }, name }) =>
      judgeOne({ kind, namespaced, name, namespace }, seen),
    ),
    fine("it names nothing by itself"),
  );
};

type One = {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly name: string;
  readonly namespace: KubectlCall["namespace"];
};

const judgeOne = ({ kind, namespaced, name, namespace }: One, seen: Seen): Judged => {
  const space = typeof namespace === "object" ? namespace.named : undefined;
  if (namespaced && space === undefined) return open(`in which namespace ${kind} ${name} lives is not said`);
  const thing = `${kind} ${namespaced ? `${space ?? ""}/` : ""}${name}`;
  const where = seen.clusters.find((cluster) => isIn(cluster, { kind, name, space: space ?? "" }));
  if (where !== undefined) return fine(`${thing} was seen in ${where.name}`);
  const isKnowable =
    countedKinds.includes(kind) &&
    seen.clusters.length > 0 &&
    !seen.hasUnseen &&
    seen.clusters.every(({ whole }) => whole) &&
    seen.isCounted(space ?? "");
  return isKnowable
    ? wrong(
        `there is no ${thing} in ${seen.clusters.map((one) => one.name).join(", ")}${meantBy(kind, name, seen)}`,
        seen.reach,
      )
    : open(`whether ${thing} is there was not seen`, seen.reach);
};

type Place = { readonly kind: string; readonly name: string; readonly space: string };

const isIn = ({ workloads, findings }: SeenCluster, { kind, name, space }: Place): boolean =>
  workloads.some((one) => one.kind === kind && one.name === name && one.namespace === space) ||
  findings.some(
    ({ identity, presence }) =>
      presence === "present" &&
      identity.kind === kind &&
      identity.name === name &&
      identity.namespace === space,
  );

const meantBy = (kind: string, name: string, { clusters }: Seen): string => {
  const workloads = clusters.flatMap((one) => one.workloads);
  const same = workloads.find((one) => one.name === name);
  const close = nearest(
    name,
    workloads.filter((one) => one.kind === kind).map((one) => one.name),
  );
  const meant = same ?? workloads.find((one) => one.kind === kind && one.name === close);
  return meant === undefined ? "" : `, did you mean ${meant.kind} ${meant.namespace}/${meant.name}?`;
};
