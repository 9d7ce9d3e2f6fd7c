import { byCodeUnit } from "../../../core/order.ts";
import { isMap, type Value, type ValueMap } from "../../../core/value.ts";
import type { Reading } from "./equal.ts";
import { type IgnoreRule, ignored } from "./ignore.ts";
import { aggregated, certifiedBy, scaledBy, sizedBy, type Workload } from "./mandate.ts";
import { type Owner, ownersOf } from "./owner.ts";
import { holderOf, nameAt, type Path, printPath, standsAt, turned } from "./path.ts";
import type { Held } from "./prepare.ts";
import { isSaidOtherwise } from "./said-otherwise.ts";
import { at, groupOf, isBuiltIn, kindOf, makerOf, namespaceOf } from "./thing.ts";
import { walk } from "./walk.ts";

/** One place where reality is not what was declared; absent on a side where nothing stands. Values are masked. */
export type Difference = {
  /** As in `spec.template.spec.containers[name=web].image`; the empty text is the whole object. */
  readonly path: string;
  readonly declared: Value | undefined;
  readonly live: Value | undefined;
  /** Whether a value of it was masked. */
  readonly secret: boolean;
  /** Who set the live value, or parts of it, and since when, where the server tells; the latest first. */
  readonly owners: readonly Owner[];
  readonly steps: Path;
};

/** A place that may be told as information, and is no drift. */
export type Note = {
  readonly path: string;
  readonly note: string;
  /** Nobody declared it, it was left to somebody else, or the team wants to hear nothing of it. */
  readonly what: "undeclared" | "co-owned" | "ignored";
  /** What ignores it. */
  readonly rule?: IgnoreRule;
};

export type Comparison = { readonly differences: readonly Difference[]; readonly notes: readonly Note[] };

export type Surroundings = {
  /** Every other live object: autoscalers and the workloads behind a service give leave for some differences. */
  readonly world: readonly ValueMap[];
  /** Where an object lives that names no namespace. */
  readonly namespace: string;
  readonly ignore: readonly IgnoreRule[];
  /** Places of which nobody can say whether they differ: they are told as a gap elsewhere. */
  readonly leave?: readonly IgnoreRule[];
  /** Whether also what only the live object says is a difference, and not only a note. */
  readonly exact?: boolean;
};

/** What was declared against what lives; `undefined` where nothing of that identity lives. Only declared places are compared. */
export const compareObjects = (
  declared: Held,
  live: Held | undefined,
  { world, namespace, ignore, leave = [], exact = false }: Surroundings,
): Comparison => {
  const own = namespaceOf(declared.plain) || (live === undefined ? "" : namespaceOf(live.plain)) || namespace;
  const isIgnored = ignored(ignore, declared.plain, own);
  if (live === undefined) return missing(declared, isIgnored([], undefined));
  const maker = makerOf(live.object);
  if (maker !== undefined)
    return { differences: [], notes: [{ path: "", note: `made by ${maker}`, what: "co-owned" }] };
  const workload = { declared: declared.plain, live: live.plain, namespace: own, world };
  const isLeft = ignored(leave, declared.plain, own);
  const differences: Difference[] = [];
  const notes: Note[] = [];
  const reading = { kind: kindOf(declared.plain), builtIn: isBuiltIn(groupOf(declared.plain)) };
  const differs = (path: Path): void => {
    const owners = ownersOf(live.object, path);
    const [owner] = owners;
    if (isLeft(path, owner) !== undefined || isSaidOtherwise(workload, path)) return;
    const mandate = mandateOf(workload, path, owner);
    const rule = isIgnored(path, owner);
    if (mandate !== undefined) notes.push({ path: printPath(path), note: mandate, what: "co-owned" });
    else if (rule !== undefined) notes.push(ignoredBy(rule, printPath(path)));
    else differences.push(differenceAt(path, declared, live, owners));
  };
  const [wanted, found] = [compared(declared.plain), compared(live.plain)];
  if (exact) eachWay(reading, wanted, found, differs);
  else
    walk(reading, [], wanted, found, {
      differs,
      extra: (path, note) => {
        if (isIgnored(path, undefined) === undefined)
          notes.push({ path: printPath(path), note, what: "undeclared" });
      },
    });
  return { differences: differences.sort(byPath), notes: notes.sort(byPath) };
};

/** What only one side says differs, whichever side that is; each place once. */
const eachWay = (
  reading: Reading,
  declared: ValueMap,
  live: ValueMap,
  differs: (path: Path) => void,
): void => {
  const places = new Map<string, Path>();
  const note = (path: Path): void => void places.set(printPath(path), path);
  walk(reading, [], declared, live, { differs: note, extra: () => undefined });
  walk(reading, [], live, declared, { differs: (path) => note(turned(path)), extra: () => undefined });
  for (const path of places.values()) differs(path);
};

/** Where two states of one built-in object differ, in either of them; sorted. */
export const differingPaths = (before: ValueMap, after: ValueMap): readonly string[] => {
  const paths: string[] = [];
  eachWay({ kind: "Deployment", builtIn: true }, before, after, (path) => paths.push(printPath(path)));
  return paths.sort(byCodeUnit);
};

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  byCodeUnit(a.path, b.path);

/** What the configuration says is to be ignored, is counted. */
export const ignoredBy = (rule: IgnoreRule, path: string): Note => ({
  ...{ path, note: "ignored", what: "ignored", rule },
});

/** A finished job may clean itself up, and a hook of a release is gone when it has run. */
const missing = (declared: Held, rule: IgnoreRule | undefined): Comparison => {
  const gone = goneBecause(declared.plain) ?? made(declared.object);
  if (gone !== undefined) return { differences: [], notes: [{ path: "", note: gone, what: "co-owned" }] };
  if (rule !== undefined) return { differences: [], notes: [ignoredBy(rule, "")] };
  const whole = { path: "", declared: declared.masked, live: undefined, owners: [], steps: [] };
  return { differences: [{ ...whole, secret: kindOf(declared.plain) === "Secret" }], notes: [] };
};

const made = (object: ValueMap): string | undefined => {
  const maker = makerOf(object);
  return maker === undefined ? undefined : `made by ${maker}`;
};

const goneBecause = (declared: ValueMap): string | undefined => {
  if (kindOf(declared) === "Job" && at(declared, "spec", "ttlSecondsAfterFinished") !== undefined)
    return "a finished job is removed";
  const annotations = at(declared, "metadata", "annotations");
  const isHook = isMap(annotations) && hooks.some((key) => Object.hasOwn(annotations, key));
  return isHook ? "a hook lives only while it runs" : undefined;
};

const hooks = ["helm.sh/hook", "argocd.argoproj.io/hook"] as const;

/** Identity is no field: it is how the two were found to be the same. */
const compared = (plain: ValueMap): ValueMap => {
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = plain;
  if (!isMap(metadata)) return rest;
  const { name: _name, namespace: _namespace, ...described } = metadata;
  return { ...rest, metadata: described };
};

/** Whose business the place is, where it is somebody else's. */
const mandateOf = (workload: Workload, path: Path, owner: Owner | undefined): string | undefined => {
  const printed = printPath(path);
  if (printed === "spec.replicas") {
    const sides = [
      standsAt(workload.declared, path, "declared"),
      standsAt(workload.live, path, "live"),
    ] as const;
    return scaledBy(workload, sides[0] ?? null, sides[1] ?? null);
  }
  // Argo CD marks what it applies with this label, whatever it said before.
  if (
    nameAt(path) === "app.kubernetes.io/instance" &&
    holderOf(path) === "labels" &&
    owner?.manager.startsWith("argocd") === true
  )
    return "Argo CD marks with this label what it applies";
  return sizedBy(workload, path) ?? certifiedBy(workload, path) ?? aggregated(workload, path);
};

const differenceAt = (path: Path, declared: Held, live: Held, owners: readonly Owner[]): Difference => {
  const [from, to] = [standsAt(declared.masked, path, "declared"), standsAt(live.masked, path, "live")];
  const same =
    JSON.stringify(from) === JSON.stringify(standsAt(declared.plain, path, "declared")) &&
    JSON.stringify(to) === JSON.stringify(standsAt(live.plain, path, "live"));
  return { path: printPath(path), declared: from, live: to, secret: !same, owners, steps: path };
};
