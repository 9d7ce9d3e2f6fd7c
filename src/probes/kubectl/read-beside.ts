import type { Gap } from "../../core/observation.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import type { Answer } from "../../platform/kubernetes/failure.ts";
import type { Some, Thing } from "../../platform/kubernetes/list.ts";
import { type Told, toldIn } from "./events.ts";
import type { HealthKind } from "./kinds.ts";
import { unlistedKinds } from "./unlisted.ts";

/** What is read beside the kinds that are known by name. */
export type Beside = {
  readonly objects: readonly Thing[];
  readonly gaps: readonly Gap[];
  readonly events: readonly Told[];
  /** What could not be read and is missed by no verdict. */
  readonly notes: readonly string[];
};

/** Objects of one custom kind, and of what only explains. */
const mostObjects = 2000;
const mostEvents = 5000;

/** Only explain what fails: where they are not there, less is said, and nothing is overlooked. */
const explainingKinds: readonly HealthKind[] = [
  { group: "apps", version: "v1", kind: "ControllerRevision", resource: "controllerrevisions" },
  { group: "storage.k8s.io", version: "v1", kind: "StorageClass", resource: "storageclasses" },
];
const events = { group: "", version: "v1", resource: "events" } as const;

type Groups = ReadonlyMap<string, readonly string[]>;
type Limit = <T>(ask: () => Promise<T>) => Promise<T>;

/** Every custom kind that the cluster serves, and what explains; in bounded numbers. */
export const readBeside = async (cluster: Cluster, groups: Groups, limit: Limit): Promise<Beside> => {
  const some = (kind: HealthKind) =>
    limit(async () => ({ kind, answer: await cluster.some(kind, { most: mostObjects }) }));
  const custom = async () => {
    const found = await unlistedKinds(cluster, groups, limit);
    return { found, looks: await Promise.all(found.kinds.map(some)) };
  };
  const [{ found, looks }, explaining, warnings] = await Promise.all([
    custom(),
    Promise.all(explainingKinds.filter(({ group }) => groups.has(group)).map(some)),
    limit(() => cluster.some(events, { most: mostEvents, where: "type!=Normal" })),
  ]);
  const refused = looks.filter(({ answer }) => !answer.ok && answer.class === "forbidden");
  return {
    objects: [...looks, ...explaining].flatMap(objectsIn),
    gaps: [...found.gaps, ...looks.flatMap(gapsIn)],
    events: warnings.ok ? warnings.value.things.flatMap(toldIn) : [],
    notes: [
      ...refusedNote([...found.refused, ...refused.map(({ kind }) => nameOf(kind))]),
      ...explaining.flatMap(({ kind, answer }) => explainingNote(kind.resource, answer)),
      ...explainingNote("events", warnings),
    ],
  };
};

type Look = { readonly kind: HealthKind; readonly answer: Answer<Some> };

const nameOf = ({ kind, group }: HealthKind): string => `${kind} (${group})`;

const objectsIn = ({ answer }: Look): readonly Thing[] => (answer.ok ? answer.value.things : []);

const gapsIn = ({ kind, answer }: Look): readonly Gap[] => {
  const what = nameOf(kind);
  if (answer.ok)
    return answer.value.cut ? [{ what, why: `only the first ${mostObjects} of them were looked at` }] : [];
  return ["forbidden", "not-found"].includes(answer.class) ? [] : [{ what, why: answer.why }];
};

const mostNamed = 5;

const refusedNote = (names: readonly string[]): readonly string[] => {
  if (names.length === 0) return [];
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  return [
    `this account may not read ${names.slice(0, mostNamed).join(", ")}${more}: whether they fail was not looked at`,
  ];
};

const explainingNote = (what: string, answer: Answer<Some>): readonly string[] => {
  if (answer.ok)
    return answer.value.cut ? [`only the first ${answer.value.things.length} ${what} were read`] : [];
  return answer.class === "not-found"
    ? []
    : [`${what} could not be read, so that less is said of what fails: ${answer.why}`];
};
