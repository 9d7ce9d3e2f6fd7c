import { describe, expect, test } from "vitest";
import type { Observation } from "../../../src/core/observation.ts";
import { scopeOf } from "../../../src/core/scope.ts";
import { probes } from "../../../src/probes/index.ts";
import { at, type Scene, type Thing } from "./states/parts.ts";
import { scenes } from "./states.ts";

const scope = scopeOf({
  source: "kubectl",
  ...{ environment: undefined, target: "prod", workspace: undefined, folder: undefined },
  ...{ realPath: "https://prod.example", shownPath: "the cluster prod" },
});
const platform = { namespaces: [], workloads: [], applications: [] };

const diagnosed = (objects: readonly Thing[], now = at): Observation => {
  const document = {
    context: "prod",
    objects: JSON.parse(JSON.stringify(objects)),
    unread: [],
    gaps: [],
    dark: false,
  };
  return probes.kubectl.diagnose({ document, readAt: now }, { scope, platform });
};

const said = ({ departures }: Observation): readonly string[] =>
  departures.map((departure) => {
    if (departure.type !== "symptom") throw new Error("a probe tells symptoms only");
    const { identity, category, severity } = departure;
    return `${identity.kind}/${identity.name} ${category} ${severity}`;
  });

type Tally = { alarms: number; silent: number; missed: number; labels: number };
const tally: Tally = { alarms: 0, silent: 0, missed: 0, labels: 0 };

describe.each(Object.entries(scenes))("%s", (_, group) => {
  test.each(group.map((scene) => [scene.name, scene] as const))("%s", (_name, scene: Scene) => {
    const observation = diagnosed(scene.objects);
    const found = said(observation);
    tally.silent += scene.says.length === 0 ? 1 : 0;
    tally.alarms += found.some((one) => !scene.says.includes(one)) ? 1 : 0;
    tally.labels += scene.says.length;
    tally.missed += scene.says.filter((one) => !found.includes(one)).length;
    expect([...found].sort()).toEqual([...scene.says].sort());
    const { passed, failed, unknown } = observation.assertions;
    if (scene.serves !== undefined) expect([passed, failed, unknown]).toEqual(scene.serves);
  });
});

test("both rates of the labelled states are zero", () => {
  const states = Object.values(scenes).flat().length;
  const rates = `kubectl probe: ${tally.alarms} of ${states} states with a false alarm (${tally.silent} must stay silent), ${tally.missed} of ${tally.labels} faults missed`;
  process.stdout.write(`${rates}\n`);
  expect(tally).toMatchObject({ alarms: 0, missed: 0 });
});
