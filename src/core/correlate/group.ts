import type { Drift } from "../departure.ts";
import { printIdentity } from "../identity.ts";
import { byCodeUnit } from "../order.ts";
import type { Alert, Item } from "../report.ts";
import { compareSeverity, maxSeverity } from "../severity.ts";
import { wayOf } from "../title.ts";

/**
 * Puts together what changed alike: drifts of one module and type with the same direction, action, changed attributes and
 * rules; symptoms of one workload and family in several places. Keys are parsed fields, never cut from text.
 */
export const groupItems = (items: readonly Item[]): readonly Alert[] => {
  const groups: Item[][] = [];
  // By namespace first: thousands of items share the text of one, and a key without it is made and found sooner.
  const places = new Map<string, Map<string, Item[]>>();
  for (const item of items) {
    const { type, identity } = item.departure;
    // A workload may fail in several.
    const namespace = type === "symptom" ? "" : identity.namespace;
    const place = places.get(namespace) ?? new Map<string, Item[]>();
    if (place.size === 0) places.set(namespace, place);
    const key = keyOf(item);
    const members = place.get(key);
    if (members !== undefined) members.push(item);
    else {
      const group = [item];
      place.set(key, group);
      groups.push(group);
    }
  }
  return groups.map(alertOf).sort(worstFirst);
};

/** Worst first, then by title, then by the first fingerprint: the same on every run. */
export const worstFirst = (a: Alert, b: Alert): number =>
  compareSeverity(b.severity, a.severity) ||
  byCodeUnit(a.title, b.title) ||
  byCodeUnit(a.items[0]?.departure.fingerprint ?? "", b.items[0]?.departure.fingerprint ?? "");

/** Of drifts and violations in one namespace. */
const keyOf = ({ departure, flags, layer }: Item): string => {
  const { identity } = departure;
  switch (departure.type) {
    case "drift":
      return keyOfDrift(departure, flags);
    case "policy":
      return JSON.stringify(["policy", departure.rule, identity.scope, departure.fingerprint]);
    case "symptom":
      return JSON.stringify([
        "symptom",
        layer,
        identity.kind,
        departure.workload ?? identity.name,
        departure.family,
      ]);
  }
};

/** One text: what is not from a fixed list of words stands with its length before it, so that no part can imitate another. */
const keyOfDrift = (
  { provenance, identity, direction, action, markers, diff }: Drift,
  flags: Item["flags"],
): string => {
  const { scope, kind } = identity;
  const marked = markers.length === 0 ? "" : markers.join();
  let key = `drift ${provenance.source} ${direction} ${action} ${marked} ${framed(scope)}${framed(kind)}`;
  // A difference of the whole side has no path of its own, and is none that sets two items apart.
  for (const { path } of diff) key += path === "" ? "" : framed(path);
  for (const { rule, stance } of flags) key += `,${rule} ${stance}`;
  return key;
};

const framed = (text: string): string => `${text.length}:${text}`;

const alertOf = (items: readonly Item[]): Alert => {
  const first = items[0];
  if (first === undefined) return { title: "", severity: "low", why: "", items };
  let severity = first.severity;
  for (const item of items) if (item.severity !== severity) severity = maxSeverity(severity, item.severity);
  if (items.length === 1) return { title: first.title, severity, why: whyOf(first), items };
  return {
    title: groupTitle(first, items),
    severity,
    why: `${whyOf(first)} Grouped mechanically: they changed alike.`,
    items,
  };
};

/** Of one workload that fails alike in several places. */
export const titleOfGroup = (items: readonly Item[]): string => {
  const [first] = items;
  return first === undefined ? "" : groupTitle(first, items);
};

const groupTitle = ({ departure }: Item, items: readonly Item[]): string => {
  const { identity } = departure;
  if (departure.type === "symptom") {
    const places = new Set(
      items.map((item) => printIdentity({ ...item.departure.identity, name: "", key: "" })),
    );
    return `${departure.workload ?? identity.name}: ${departure.family} in ${places.size} place(s)`;
  }
  const where = identity.namespace === "" ? "" : ` in ${identity.namespace}`;
  if (departure.type === "policy") return `${items.length} × ${departure.title}${where}`;
  return `${items.length} ${identity.kind}${where}: each ${wayOf(departure)}`;
};

const whyOf = ({ departure, flags }: Item): string => {
  if (departure.type !== "drift") return departure.detail;
  const raised = flags.find(({ stance }) => stance === "exposed-now" || stance === "will-be-exposed");
  if (raised !== undefined) return `${raised.title}: ${raised.because}.`;
  return driftWhy[departure.direction];
};

const driftWhy = {
  vanished: "The declared thing is not there any more: somebody or something removed it outside the code.",
  unmanaged: "It exists without a declaration, so nobody reviews what it does.",
  "changed-in-reality": "It was changed outside the code; the next apply would put it back.",
  "not-yet-applied": "The code says something that has not been applied.",
  both: "It was changed outside the code, and the code changed as well.",
} as const;
