import { describe, expect, test } from "vitest";
import type { Cluster } from "../../../src/platform/kubernetes/cluster.ts";
import type { LogWish } from "../../../src/platform/kubernetes/logs.ts";
import { kubectl } from "../../../src/probes/kubectl.ts";
import { at, container, deployment, ended, pod, replicaSet, running, type Thing } from "./states/parts.ts";

const frame = {
  scope: {
    ...{ identity: "cluster=prod", resolution: "r", source: "kubectl", path: "the cluster prod" },
    ...{ environment: undefined, workspace: undefined },
  },
  platform: { applications: [], namespaces: [], workloads: [] },
} as const;

const unasked = (): never => {
  throw new Error("nobody asks this");
};

/** Holds these objects, and tells which logs are asked for, and how many of them at once. */
const clusterOf = (objects: readonly Thing[], answer: (wish: LogWish) => string) => {
  const asked: LogWish[] = [];
  const busy = { now: 0, most: 0 };
  const cluster: Cluster = {
    effective: {
      context: "prod",
      cluster: "prod",
      server: "https://x",
      namespace: undefined,
      ambient: false,
    },
    groups: async () => ({ ok: true, value: new Map() }),
    list: async ({ resource }) => ({
      ok: true,
      value: objects.filter(({ kind }) => `${String(kind).toLowerCase()}s` === resource),
    }),
    some: async () => ({ ok: true, value: { things: [], cut: false } }),
    logs: async (wish) => {
      asked.push(wish);
      busy.now += 1;
      busy.most = Math.max(busy.most, busy.now);
      await new Promise((done) => setImmediate(done));
      busy.now -= 1;
      return { ok: true, value: answer(wish) };
    },
    disks: async () => ({ ok: false, class: "failed", why: "no" }),
    ...{
      get: unasked,
      served: unasked,
      version: unasked,
      uid: unasked,
      whoAmI: unasked,
      canI: unasked,
      helm: unasked,
    },
  };
  return { cluster, asked, busy };
};

const workload = (name: string, pods: readonly Thing[]): readonly Thing[] => [
  deployment(name, { replicas: pods.length }),
  replicaSet(`${name}-a`, name, { replicas: pods.length }),
  ...pods,
];
const podOf = (name: string, nth: number, containers?: readonly Thing[]) =>
  pod(`${name}-a-${nth}`, {
    of: ["ReplicaSet", `${name}-a`],
    ...(containers === undefined ? {} : { containers }),
  });
const restarted = (span: string): readonly Thing[] => [
  container("app", { restartCount: 1, lastState: ended("Error", 1, span), state: running(span) }),
];

const look = async (objects: readonly Thing[], answer: (wish: LogWish) => string, now = () => at) => {
  const { cluster, asked, busy } = clusterOf(objects, answer);
  const reading = await kubectl.read({ cluster, now, deep: true });
  return { observation: kubectl.diagnose(reading, frame), asked, busy };
};

describe("which logs a deep look reads", () => {
  test("of many pods five, the newest restart first", async () => {
    const pods = [0, 1, 2, 3, 4, 5, 6].map((nth) =>
      podOf("web", nth, nth === 6 ? restarted("3h") : nth === 5 ? restarted("5h") : undefined),
    );
    const { asked } = await look(workload("web", pods), () => "");
    expect(asked.map((wish) => wish.pod)).toEqual(["web-a-6", "web-a-5", "web-a-0", "web-a-1", "web-a-2"]);
    expect(new Set(asked.map(({ since }) => since))).toEqual(new Set([900]));
  });

  test("a sidecar is read too, a container that does not run is not", async () => {
    const containers = [container("app"), container("side"), container("done", { state: {} })];
    const { asked } = await look(workload("web", [podOf("web", 0, containers)]), () => "");
    expect(asked.map((wish) => wish.container)).toEqual(["app", "side"]);
  });

  test("eight at once, and one of each workload before the second of any", async () => {
    const objects = Array.from({ length: 20 }, (_, nth) =>
      workload(`w${nth}`, [podOf(`w${nth}`, 0), podOf(`w${nth}`, 1)]),
    ).flat();
    const { asked, busy } = await look(objects, () => "");
    expect([asked.length, busy.most]).toEqual([40, 8]);
    expect(new Set(asked.slice(0, 20).map((wish) => wish.pod.split("-")[0])).size).toBe(20);
  });

  test("when the time is used up, what was not read is a gap and nothing is green", async () => {
    const clock = { now: at };
    const objects = Array.from({ length: 20 }, (_, nth) => workload(`w${nth}`, [podOf(`w${nth}`, 0)])).flat();
    const { observation, asked } = await look(
      objects,
      () => {
        clock.now += 10_000;
        return "";
      },
      () => clock.now,
    );
    expect(asked.length).toBeLessThan(20);
    expect(observation.coverage).toMatchObject({
      status: "partial",
      gaps: [{ what: `logs of ${20 - asked.length} workloads`, why: "the time for logs is used up" }],
    });
  });

  test("when the room is used up as well", async () => {
    const objects = Array.from({ length: 20 }, (_, nth) => workload(`w${nth}`, [podOf(`w${nth}`, 0)])).flat();
    const text = `2026-03-10T11:58:01Z ${"x".repeat(4 * 1024 * 1024)}\n`;
    const { observation } = await look(objects, () => text);
    expect(observation.coverage.gaps).toMatchObject([{ why: "the room for logs is used up" }]);
  });

  test("the same logs in any order of objects make the same observation", async () => {
    const objects = [
      ...workload("web", [podOf("web", 0), podOf("web", 1)]),
      ...workload("api", [podOf("api", 0)]),
    ];
    const text = (wish: LogWish) => `2026-03-10T11:58:01Z ERROR of ${wish.pod}\n`.repeat(3);
    const [one, other] = [await look(objects, text), await look([...objects].reverse(), text)];
    expect(one.observation).toEqual(other.observation);
    expect(one.observation.departures.length).toBe(2);
  });
});
