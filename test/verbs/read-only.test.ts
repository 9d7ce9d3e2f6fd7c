import { describe, expect } from "vitest";
import { executors } from "../../src/executors/index.ts";
import { makeRun, type RunRequest } from "../../src/system/run.ts";
import type { verbs } from "../../src/verbs/index.ts";
import { manifest } from "../../src/verbs/manifest.ts";
import { gateWorld } from "../support/gate-world.ts";
import { needs } from "../support/needs.ts";
import { recordingOf } from "../support/recording.ts";

const test = needs("kubectl");

type Input = Readonly<Record<string, unknown>>;
type World = { readonly finding: string };

/** A call of every verb that only looks, in a world with something to act upon. */
const looks: Readonly<Partial<Record<keyof typeof verbs, (world: World) => Input>>> = {
  status: () => ({}),
  health: () => ({}),
  summary: () => ({}),
  findings: () => ({}),
  show: ({ finding }) => ({ finding }),
  smoke: () => ({}),
  scan: () => ({ target: "shop", checks: false }),
  replay: () => ({ file: "recording.json" }),
  probe: () => ({ target: "shop" }),
  sweep: () => ({ names: ["shop"] }),
  watch: () => ({ target: "shop", timeout: "1s", interval: "1s" }),
  verify: () => ({ declared: "overlay", target: "shop" }),
  ci: () => ({ path: "plan.json" }),
  pending: () => ({ all: true }),
  reconcile: () => ({ path: "plan.json" }),
  hold: () => ({}),
  propose: () => ({}),
  actions: ({ finding }) => ({ finding }),
  history: () => ({ verify: true }),
  solutions: () => ({}),
  checks: () => ({}),
  learn: () => ({}),
  tools: () => ({}),
  discover: () => ({ reachable: false }),
  targets: () => ({ check: true, reach: true }),
  "silo list": () => ({}),
  doctor: () => ({}),
  validate: () => ({}),
  completion: () => ({ shell: "bash" }),
  catalog: () => ({}),
  commands: () => ({}),
  posture: () => ({}),
  "what-if": () => ({ since: "30d", verbose: true }),
  "runbook test": () => ({ reach: true }),
};

/** Words that are no options. */
const bare = (argv: readonly string[]): readonly string[] => argv.filter((word) => !word.startsWith("-"));

/**
 * The command of what an executor may let run, up to the first word that is filled in. What the runbook lets run begins with no
 * word that is known beforehand: that it goes by the gate is seen by `ran` alone.
 */
const effects = executors
  .flatMap(({ acts }) =>
    acts.map((argv) => {
      const words = bare(argv);
      const filled = words.findIndex((word) => word.includes("<"));
      return words.slice(0, filled === -1 ? words.length : filled).join(" ");
    }),
  )
  .filter((words) => words !== "");

/** A tool that tries something is no effect: what it sends says so itself, and the cluster is asked beside it. */
const isTried = (argv: readonly string[]): boolean => argv.includes("--dry-run=server");

const isEffect = ({ argv }: RunRequest): boolean =>
  !isTried(argv) && effects.some((effect) => `${bare(argv).join(" ")} `.startsWith(`${effect} `));

/** What asks a cluster about whoever asks is posted, and creates nothing. */
const isQuestion = (resource: string): boolean => /^selfsubject(?:access|rules)?reviews$/.test(resource);

const entry = (name: string, category: string, solution: Input): Input => ({
  ...{ name, for: category, author: "ops", solution },
});

/** A world in which every process is written down, whether it looks or acts. */
const watched = async () => {
  const world = await gateWorld();
  world.folder.write({
    ...{ "overlay/kustomization.yaml": "", "plan.json": {}, "recording.json": recordingOf() },
    "steadystate/solutions.json": [
      entry("by-action", "OOMKilled", { kind: "action", action: "rollout-restart" }),
      entry("by-words", "Evicted", { kind: "command", run: "kubectl delete pod web-a-1 -n shop" }),
    ],
  });
  const finding = await world.found();
  const looked: RunRequest[] = [];
  const real = makeRun(world.environment);
  const run = (request: RunRequest) => {
    looked.push(request);
    return real(request);
  };
  const watching = await world.contextFor({ hands: { run } });
  return { ...world, finding, looked, watching };
};

describe("verbs that look run nothing that changes something (law L8)", () => {
  test("each verb of the read tier is tried here", () => {
    const reading = manifest.filter(({ tier }) => tier === "read").map(({ name }) => name);
    expect(Object.keys(looks).toSorted()).toEqual(reading.toSorted());
  });

  test("none of them lets an effect loose, by the gate or beside it", async () => {
    const { ask, finding, ran, looked, watching, cluster } = await watched();
    const asked = Object.entries(looks).map(([name, input]) => [name, input?.({ finding }) ?? {}] as const);
    for (const [name, input] of [...asked, ["fix", { finding, dryRun: true }] as const]) {
      const { text } = await ask(name as keyof typeof verbs, input, watching);
      expect([name, text.length > 0, ran, looked.filter(isEffect)]).toEqual([name, true, [], []]);
    }
    expect(looked.length).toBeGreaterThan(20);
    // By `runbook test`, and by nothing else.
    expect(looked.filter(({ argv }) => isTried(argv))).toHaveLength(1);
    expect(
      cluster.requests.filter(
        ({ verb, resource, dryRun }) =>
          ["create", "update", "patch", "delete"].includes(verb) && !isQuestion(resource) && !dryRun,
      ),
    ).toEqual([]);
    // The same eyes see an effect where there is one.
    await ask("fix", { finding }, watching);
    expect(ran.filter(isEffect)).toHaveLength(1);
    expect(cluster.requests.filter(({ verb }) => verb === "patch")).toHaveLength(1);
  }, 120_000);
});
