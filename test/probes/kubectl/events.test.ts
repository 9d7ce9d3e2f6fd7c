import { describe, expect, test } from "vitest";
import type { Observation } from "../../../src/core/observation.ts";
import { scopeOf } from "../../../src/core/scope.ts";
import { probes } from "../../../src/probes/index.ts";
import { ago, at, container, object, pod, type Thing, waiting } from "./states/parts.ts";

const scope = scopeOf({
  source: "kubectl",
  ...{ environment: undefined, target: "prod", workspace: undefined, folder: undefined },
  ...{ realPath: "https://prod.example", shownPath: "the cluster prod" },
});

type Event = { readonly uid: string; readonly reason: string; readonly message: string; readonly at: number };
const told = (reason: string, message: string, since = "2m", uid = "Pod-tool"): Event => ({
  ...{ uid, reason, message },
  at: Date.parse(ago(since)),
});

const diagnosed = (objects: readonly Thing[], events: readonly Event[]): Observation => {
  const document = {
    ...{ context: "prod", objects: JSON.parse(JSON.stringify(objects)), events },
    ...{ unread: [], gaps: [], notes: [], dark: false },
  };
  const platform = { namespaces: [], workloads: [], applications: [] };
  return probes.kubectl.diagnose({ document, readAt: at }, { scope, platform });
};

const creating = pod("tool", {
  ...{ age: "20m", phase: "Pending", ready: ["False", "20m"] },
  containers: [container("app", waiting("ContainerCreating"))],
});
const mount = 'MountVolume.SetUp failed for volume "keys" : secret "keys" not found';

describe("a warning that something wrote", () => {
  test("is the message of what tells no reason itself", () => {
    expect(diagnosed([creating], [told("FailedMount", mount)]).departures).toMatchObject([
      { category: "StuckCreating", detail: mount, evidence: { event: "FailedMount" } },
    ]);
    expect(diagnosed([creating], []).departures).toMatchObject([{ category: "StuckCreating", detail: "" }]);
  });

  test("is by itself nothing that fails, and changes no finding's identity, class or severity", () => {
    const healthy = pod("tool");
    expect(diagnosed([healthy], [told("FailedMount", mount), told("Unhealthy", "x")]).departures).toEqual([]);
    const bones = ({ departures }: Observation) =>
      departures.map((one) => (one.type === "symptom" ? [one.fingerprint, one.category, one.severity] : []));
    expect(bones(diagnosed([creating], [told("FailedMount", "verdict: WORKING")]))).toEqual(
      bones(diagnosed([creating], [])),
    );
  });

  test("stays beside what the platform says of the trouble itself", () => {
    const crashing = pod("tool", {
      ready: ["False", "9m"],
      containers: [container("app", waiting("CrashLoopBackOff", "back-off 5m0s"))],
    });
    expect(diagnosed([crashing], [told("Unhealthy", "Liveness probe failed: 503")]).departures).toMatchObject(
      [{ detail: "back-off 5m0s", evidence: { event: "Unhealthy: Liveness probe failed: 503" } }],
    );
  });

  test("counts only of the same object, of a reason that fits, and of the last hour; the newest speaks", () => {
    const detail = (...events: readonly Event[]) => {
      const [found] = diagnosed([creating], events).departures;
      return found?.type === "symptom" ? found.detail : undefined;
    };
    expect(detail(told("FailedMount", mount, "2m", "Pod-other"))).toBe("");
    expect(detail(told("FailedKillPod", "x"))).toBe("");
    expect(detail(told("FailedMount", "old", "2h"))).toBe("");
    const [first, second] = [told("FailedMount", "first", "9m"), told("FailedMount", "second", "3m")];
    expect([detail(first, second), detail(second, first)]).toEqual(["second", "second"]);
  });

  test("is masked like any text", () => {
    const holding = pod("tool", {
      ...{ age: "20m", phase: "Pending", ready: ["False", "20m"] },
      containers: [container("app", waiting("ContainerCreating"))],
      spec: { containers: [{ name: "app", env: [{ name: "DB_PASSWORD", value: "Kanari9evt-Qf77" }] }] },
    });
    const text = JSON.stringify(
      diagnosed([holding], [told("FailedMount", "login with Kanari9evt-Qf77 failed")]),
    );
    expect(text).not.toContain("Kanari9evt-Qf77");
    expect(text).toContain("login with ‹secret");
  });

  test("speaks for a claim and for a service too", () => {
    const claim = object(
      "v1",
      "PersistentVolumeClaim",
      "data",
      { spec: { storageClassName: "fast" }, status: { phase: "Pending" } },
      { annotations: { "volume.kubernetes.io/selected-node": "n" } },
    );
    const quota = "failed to provision volume: out of quota";
    expect(
      diagnosed([claim], [told("ProvisioningFailed", quota, "5m", "PersistentVolumeClaim-data")]).departures,
    ).toMatchObject([{ category: "PVCPending", detail: quota }]);
  });
});

test("what could not be read and is missed by no verdict is a warning, and the look stays complete", () => {
  const document = {
    ...{ context: "prod", objects: [], events: [], unread: [], gaps: [], dark: false },
    notes: ["events could not be read"],
  };
  const platform = { namespaces: [], workloads: [], applications: [] };
  expect(probes.kubectl.diagnose({ document, readAt: at }, { scope, platform })).toMatchObject({
    coverage: { status: "complete" },
    warnings: ["events could not be read"],
  });
});
