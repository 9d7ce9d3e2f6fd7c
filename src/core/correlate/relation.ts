import type { Symptom } from "../departure.ts";
import { addTo } from "../grouped.ts";
import type { Identity } from "../identity.ts";
import { placeOf } from "../scope.ts";
import { isList, isMap, type Value, type ValueMap } from "../value.ts";
import { isWorkload, kindKey } from "./kinds.ts";
import { type DriftItem, type SymptomItem, sidesOf } from "./parts.ts";

/** How a changed thing stands to what fails; `proven` where parsed fields say so, and not only a custom of naming. */
export type Relation = {
  readonly drift: DriftItem;
  readonly is: "itself" | "used" | "beside";
  readonly says: string;
  readonly proven: boolean;
};

/** What of the drifts stands in the way of a failing thing; found by parsed identity, once for all symptoms. */
export type Kin = {
  readonly of: (symptom: SymptomItem) => readonly Relation[];
};

/** Everything is looked up by key: there may be tens of thousands of drifts. */
export const kinOf = (symptoms: readonly SymptomItem[], drifts: readonly DriftItem[]): Kin => {
  const wanted = new Set<string>();
  for (const { departure } of symptoms)
    for (const identity of [departure.identity, ...(departure.bearings?.uses ?? [])])
      wanted.add(keyOf(identity));
  const named = new Map<string, DriftItem[]>();
  const around = new Map<string, DriftItem[]>();
  for (const drift of drifts) {
    const { identity } = drift.departure;
    const key = keyOf(identity);
    if (wanted.has(key)) addTo(named, key, drift);
    if (Object.hasOwn(beside, kindKey(identity))) addTo(around, roomOf(identity), drift);
  }
  return { of: (symptom) => relationsOf(symptom, named, around) };
};

/** Framed, so that no name can imitate another thing; the place is the cluster, whoever looked at it. */
export const keyOf = ({ style, scope, group, kind, namespace, name, key }: Identity): string =>
  JSON.stringify([style, placeOf(scope), group, kind, namespace, name, key]);

const roomOf = ({ scope, namespace }: Identity): string => JSON.stringify([placeOf(scope), namespace]);

type Index = ReadonlyMap<string, readonly DriftItem[]>;

const relationsOf = (symptom: SymptomItem, named: Index, around: Index): readonly Relation[] => {
  const { identity, bearings } = symptom.departure;
  const found = new Map<DriftItem, Relation>();
  const note = (relation: Relation): void => {
    if (!found.has(relation.drift)) found.set(relation.drift, relation);
  };
  const own = named.get(keyOf(identity)) ?? [];
  for (const drift of own)
    note({ drift, is: "itself", says: "it is the failing thing itself", proven: true });
  const used = new Set(bearings?.uses.map(keyOf));
  for (const key of used)
    for (const drift of named.get(key) ?? [])
      note({ drift, is: "used", says: "what fails uses it", proven: true });
  if (isWorkload(identity))
    for (const drift of around.get(roomOf(identity)) ?? []) {
      const relation = besideOf(drift, { symptom: symptom.departure, own, used });
      if (relation !== undefined) note(relation);
    }
  return [...found.values()];
};

type Stand = {
  readonly symptom: Symptom;
  readonly own: readonly DriftItem[];
  readonly used: ReadonlySet<string>;
};
type Beside = Pick<Relation, "says" | "proven">;

const besideOf = (drift: DriftItem, stand: Stand): Relation | undefined => {
  const judge = beside[kindKey(drift.departure.identity)];
  for (const side of sidesOf(drift.departure)) {
    const found = judge?.(side, stand, drift.departure.identity);
    if (found !== undefined) return { drift, is: "beside", ...found };
  }
  return undefined;
};

type Judge = (side: ValueMap, stand: Stand, identity: Identity) => Beside | undefined;

const governs: Judge = () => ({ says: "it holds for everything in the namespace", proven: true });

/** What stands in no list of things used, and says itself whom it is about. */
const beside: Readonly<Record<string, Judge>> = {
  "/ResourceQuota": governs,
  "/LimitRange": governs,
  "autoscaling/HorizontalPodAutoscaler": (side, { symptom: { identity } }) => {
    const target = mapIn(mapIn(side, "spec"), "scaleTargetRef");
    const version = target["apiVersion"];
    const group =
      typeof version === "string" && version.includes("/") ? version.slice(0, version.indexOf("/")) : "";
    const isIt = target["kind"] === identity.kind && target["name"] === identity.name;
    return isIt && (version === undefined || group === identity.group)
      ? { says: "it scales what fails", proven: true }
      : undefined;
  },
  "networking.k8s.io/NetworkPolicy": (side, stand) => {
    const selector = mapIn(side, "spec")["podSelector"];
    return isMap(selector) ? selected(selector, stand) : undefined;
  },
  "rbac.authorization.k8s.io/RoleBinding": (side, { used }, { scope, namespace }) => {
    const subjects = side["subjects"];
    const isBound = (isList(subjects) ? subjects : []).some((subject) => {
      if (!isMap(subject) || subject["kind"] !== "ServiceAccount") return false;
      const [name, home = namespace] = [subject["name"], subject["namespace"]];
      if (typeof name !== "string" || typeof home !== "string") return false;
      return used.has(
        keyOf({ style: "path", scope, group: "", kind: "ServiceAccount", namespace: home, name, key: "" }),
      );
    });
    return isBound ? { says: "it binds the account of what fails", proven: true } : undefined;
  },
};

/** Which pods it takes in: the labels of a workload are known where it drifted itself; a custom of naming proves nothing. */
const selected = (selector: ValueMap, { symptom, own }: Stand): Beside | undefined => {
  const labels = Object.entries(mapIn(selector, "matchLabels"));
  const expressions = selector["matchExpressions"];
  if (isList(expressions) && expressions.length > 0) return undefined;
  if (labels.length === 0) return { says: "it takes in every pod of the namespace", proven: true };
  const templates = own.flatMap(({ departure }) => labelsOf(departure.reality));
  if (templates.length > 0)
    return templates.some((known) => labels.every(([name, value]) => known[name] === value))
      ? { says: "its selector takes in the pods of what fails", proven: true }
      : undefined;
  return labels.every(([name, value]) => customary.includes(name) && value === symptom.identity.name)
    ? { says: "its selector names what fails by a custom", proven: false }
    : undefined;
};

const customary = ["app", "app.kubernetes.io/name", "app.kubernetes.io/instance", "k8s-app", "name"];

const labelsOf = (workload: ValueMap | undefined): readonly ValueMap[] => {
  const template = mapIn(mapIn(workload, "spec"), "template");
  const labels = mapIn(template, "metadata")["labels"];
  return isMap(labels) ? [labels] : [];
};

const mapIn = (value: Value | undefined, key: string): ValueMap => {
  const inner = isMap(value) ? value[key] : undefined;
  return isMap(inner) ? inner : {};
};
