import { type Permission, subjectOf } from "../../core/actions/action.ts";
import { catalog } from "../../core/actions/catalog.ts";
import { rolledKinds } from "../../core/actions/parameter.ts";
import { isFor } from "../../core/checks/reach.ts";
import type { Finding } from "../../core/finding.ts";
import { isOpen, type OpenEntry, wordsFor } from "../../core/runbook/entry-action.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { namesIn, programName, programOf } from "../../core/runbook/template.ts";
import { type KubectlCall, readKubectl } from "../../core/runbook/trials/kubectl-words.ts";
import { type Judged, left, open } from "../../core/runbook/trials/trial.ts";
import { targetOf } from "../../core/scope.ts";
import { unfitWhy } from "../gate/ways.ts";
import { leadsToCluster } from "../targets.ts";
import type { Facts } from "./facts.ts";

/** One right that an entry needs somewhere. */
export type AskedRight = Permission & {
  readonly target: string;
  /** `undefined`: which one comes from a finding, so that every one is asked about. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
};

/** What is asked for an entry, or why nothing is. */
export type AskedRights = { readonly rights: readonly AskedRight[] } | { readonly instead: Judged };

/** As many findings say of an entry where it is used. */
const mostFindings = 20;

/** Which rights an entry needs where: there where it could have been offered, else wherever it is for. */
export const rightsFor = (entry: Solution, facts: Facts): AskedRights => {
  const places = clustersOf(entry, facts);
  if (places.length === 0) return { instead: left("no target that it is for leads to a cluster") };
  const seen = fitFindings(entry, facts).filter(({ identity }) =>
    places.includes(targetOf(identity.scope) ?? ""),
  );
  if (!isOpen(entry)) return { rights: rightsOfAction(entry, seen, places) };
  const program = programName(programOf(entry.solution.words ?? []) ?? "");
  if (program !== "kubectl")
    return {
      instead:
        program === "helm"
          ? open("which rights helm needs is up to the chart")
          : left("it asks no cluster in words that can be read"),
    };
  return rightsOfWords(entry, seen, places);
};

/** Names of the targets with a cluster that an entry is for. */
export const clustersOf = (entry: Solution, { targets }: Facts): readonly string[] =>
  targets
    .filter((one) => leadsToCluster(one) && isFor(entry, { environment: one.label, target: one.name }))
    .map(({ name }) => name);

/** Remembered findings for which an entry could be offered, those that are there before the others. */
export const fitFindings = (entry: Solution, { findings, answering }: Facts): readonly Finding[] =>
  findings
    .filter((finding) => answering(finding).includes(entry) && unfitWhy(entry, finding) === undefined)
    .toSorted((a, b) => Number(b.presence === "present") - Number(a.presence === "present"))
    .slice(0, mostFindings);

const rightsOfAction = (
  { solution }: Solution,
  seen: readonly Finding[],
  places: readonly string[],
): readonly AskedRight[] => {
  const action = catalog.find(({ name }) => solution.kind === "action" && name === solution.action);
  const permissions = action?.permissions ?? [];
  if (seen.length === 0)
    return places.flatMap((target) =>
      permissions.map((one) => ({ ...one, target, namespace: undefined, name: undefined })),
    );
  return seen.flatMap((finding) => {
    const { namespace, kind, name, scope } = finding.identity;
    const drawn = action?.draw(subjectOf(finding));
    const isOfThing = drawn?.ok === true && Object.hasOwn(drawn.value, "name");
    return permissions
      .filter((one) => isForKind(one, kind))
      .map((one) => ({
        ...one,
        target: targetOf(scope) ?? "",
        namespace: namespace === "" ? undefined : namespace,
        name: isOfThing && isOn(one, kind) ? name : undefined,
      }));
  });
};

const isOn = ({ resource }: Permission, kind: string): boolean =>
  resource.split("/")[0] === `${kind.toLowerCase()}s`;

/** Of the kinds of workloads only the one that it is done to. */
const isForKind = (right: Permission, kind: string): boolean =>
  isOn(right, kind) || !rolledKinds.some((rolled) => isOn(right, rolled));

const rightsOfWords = (
  entry: OpenEntry,
  seen: readonly Finding[],
  places: readonly string[],
): AskedRights => {
  const calls = callsOf(entry, seen, places);
  if (calls.length === 0)
    return { instead: open("what it is done to comes from a finding, and none was seen that tells it") };
  const rights = calls.flatMap(({ target, call }) => rightsOfCall(call, target) ?? []);
  return rights.length === 0
    ? { instead: open("which rights its words need is not known here") }
    : { rights };
};

/** The words of an entry as they would be run: filled from findings, or as they stand. */
export const callsOf = (
  entry: OpenEntry,
  seen: readonly Finding[],
  places: readonly string[],
): readonly { readonly target: string; readonly call: KubectlCall }[] => {
  const [, ...words] = entry.solution.words ?? [];
  if (namesIn(words).length === 0) {
    const call = readKubectl(words);
    return call === undefined ? [] : places.map((target) => ({ target, call }));
  }
  return seen.flatMap((finding) => {
    const filled = wordsFor(entry, finding);
    const call = filled && readKubectl(filled.slice(1).map((word) => [word]));
    return call === undefined ? [] : [{ target: targetOf(finding.identity.scope) ?? "", call }];
  });
};

const rightsOfCall = (
  { rights, namespace, things = [] }: KubectlCall,
  target: string,
): readonly AskedRight[] | undefined =>
  rights?.map((right) => {
    const own = things.filter(
      ({ kind }) => kind !== "finding" && kind.resource === right.resource.split("/")[0],
    );
    const [thing] = own;
    return {
      ...right,
      target,
      namespace: typeof namespace === "object" ? namespace.named : undefined,
      name: own.length === 1 ? thing?.name : undefined,
    };
  });
