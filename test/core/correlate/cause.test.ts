import { describe, expect, test } from "vitest";
import type { Drift, Symptom } from "../../../src/core/departure.ts";
import {
  account,
  autoscaler,
  configMap,
  daemonSet,
  drift,
  hour,
  inContainer,
  minute,
  node,
  onset,
  quota,
  type Ref,
  type Rows,
  roleBinding,
  second,
  service,
  symptom,
  unmanaged,
} from "./cases/parts.ts";
import { causesOf, image, mistyped, type Seen, saidOf, since, web } from "./said.ts";

describe("what stands in no list of things used", () => {
  const failing = symptom(web, "readiness");
  const policy = (spec: Drift["reality"], namespace = "shop"): Drift => ({
    ...unmanaged({ group: "networking.k8s.io", kind: "NetworkPolicy", namespace, name: "p" }, { since }),
    reality: { spec: spec ?? {} },
  });
  const scaler = (kind: string, name: string): Drift => ({
    ...drift(autoscaler("h"), { "spec.maxReplicas": ["9", "1"] }, { since }),
    reality: { spec: { scaleTargetRef: { apiVersion: "apps/v1", kind, name } } },
  });

  test.each<[string, Symptom, Drift, string]>([
    ["a policy for every pod", failing, policy({ podSelector: {} }), "likely"],
    ["a policy of another namespace", failing, policy({ podSelector: {} }, "other"), "nothing"],
    [
      "a policy for a name by custom",
      failing,
      policy({ podSelector: { matchLabels: { app: "web" } } }),
      "co-located",
    ],
    ["a policy for others", failing, policy({ podSelector: { matchLabels: { app: "cart" } } }), "nothing"],
    ["its autoscaler", symptom(web, "availability"), scaler("Deployment", "web"), "likely"],
    ["another's autoscaler", symptom(web, "availability"), scaler("Deployment", "web2"), "nothing"],
    ["the autoscaler of its namesake", symptom(web, "availability"), scaler("StatefulSet", "web"), "nothing"],
    [
      "a lowered quota",
      symptom(web, "creation"),
      drift(quota("q"), { "spec.hard.pods": ["50", "1"] }, { since }),
      "likely",
    ],
    [
      "a raised quota",
      symptom(web, "creation"),
      drift(quota("q"), { "spec.hard.pods": ["1", "50"] }, { since }),
      "nothing",
    ],
    [
      "a quota elsewhere",
      symptom(web, "creation"),
      drift(quota("q", "b"), { "spec.hard.pods": ["50", "1"] }, { since }),
      "nothing",
    ],
  ])("%s", (_, one, other, said) => {
    expect(saidOf(one, other)).toBe(said);
  });

  test("labels of a workload that drifted itself decide", () => {
    const labelled = (app: string): Drift => ({
      ...drift(web, { "metadata.labels.x": ["1", "2"] }, { since }),
      reality: { spec: { template: { metadata: { labels: { app } } } } },
    });
    const only = policy({ podSelector: { matchLabels: { app: "shopfront" } } });
    expect(saidOf(failing, only, [labelled("shopfront")])).toBe("likely");
    expect(saidOf(failing, only, [labelled("other")])).toBe("nothing");
  });

  test("a binding of its account", () => {
    const bound: Drift = {
      ...drift(roleBinding("b"), { "roleRef.name": ["a", "b"] }, { since }),
      reality: { subjects: [{ kind: "ServiceAccount", name: "api", namespace: "shop" }] },
    };
    expect(saidOf(symptom(web, "crash-loop", { uses: [account("api")] }), bound)).toBe("likely");
    expect(saidOf(symptom(web, "crash-loop", { uses: [account("web")] }), bound)).toBe("nothing");
  });
});

describe("order in time", () => {
  const pulls = symptom(web, "image-pull");
  const changed = (at: number | undefined) => drift(web, mistyped, at === undefined ? {} : { since: at });

  test.each<[string, Drift, string, Seen?]>([
    ["a moment before", changed(onset - second), "likely"],
    ["seconds after, by another clock", changed(onset + 20 * second), "likely"],
    ["a minute after", changed(onset + minute), "nothing"],
    ["five hours before", changed(onset - 5 * hour), "likely"],
    ["a day before", changed(onset - 24 * hour), "co-located"],
    ["nobody knows when", changed(undefined), "co-located"],
    ["first seen before", changed(undefined), "likely", { [changed(0).fingerprint]: onset - hour }],
    ["first seen after", changed(undefined), "co-located", { [changed(0).fingerprint]: onset + hour }],
  ])("%s", (_, one, said, seen = {}) => {
    expect(saidOf(pulls, one, [], seen)).toBe(said);
  });

  test("two that one look saw first have no order", () => {
    const undated = symptom(web, "image-pull", { since: undefined });
    const seen = (symptomAt: number): Seen => ({
      [changed(0).fingerprint]: onset,
      [undated.fingerprint]: symptomAt,
    });
    expect(saidOf(undated, changed(undefined), [], seen(onset))).toBe("co-located");
    expect(saidOf(undated, changed(undefined), [], seen(onset + hour))).toBe("likely");
  });
});

describe("what speaks against it", () => {
  const changed = drift(web, mistyped, { since });
  const rolled = (fields: Parameters<typeof symptom>[2]) => symptom(web, "crash-loop", fields);
  const settings = drift(configMap("c"), { "data.A": ["1", "2"] }, { since: onset - hour });

  test.each<[string, Symptom, Drift, string]>([
    ["the newest template has it", rolled({ rollout: { since, changed: [image] } }), changed, "likely"],
    [
      "paths from the template on",
      rolled({ rollout: { since, changed: ["spec.containers[name=web].image"] } }),
      changed,
      "likely",
    ],
    [
      "the newest template has it not",
      rolled({ rollout: { since, changed: ["spec.x"] } }),
      changed,
      "co-located",
    ],
    ["nobody knows the template before", rolled({ rollout: { since, changed: [] } }), changed, "likely"],
    [
      "another container's image rolled out",
      rolled({ rollout: { since, changed: [inContainer("x", "image")] } }),
      changed,
      "co-located",
    ],
    [
      "something else came with it",
      rolled({ rollout: { since, changed: [image, inContainer("web", "args[0]")] } }),
      changed,
      "co-located",
    ],
    [
      "rolled out after the onset",
      rolled({ rollout: { since: onset + hour, changed: [image] } }),
      changed,
      "co-located",
    ],
    [
      "old pods fail too",
      rolled({
        siblings: [
          [1, 1],
          [1, 3],
        ],
      }),
      changed,
      "co-located",
    ],
    [
      "old pods serve",
      rolled({
        siblings: [
          [1, 1],
          [0, 3],
        ],
      }),
      changed,
      "likely",
    ],
    [
      "settings, and a rollout since",
      rolled({ uses: [configMap("c")], rollout: { since, changed: [image] } }),
      settings,
      "co-located",
    ],
    [
      "settings, and a rollout before",
      rolled({ uses: [configMap("c")], rollout: { since: onset - 3 * hour, changed: [image] } }),
      settings,
      "likely",
    ],
    [
      "settings, and a harmless rollout",
      rolled({ uses: [configMap("c")], rollout: { since, changed: ["metadata.annotations.restartedAt"] } }),
      settings,
      "likely",
    ],
  ])("%s", (_, failing, one, said) => {
    expect(saidOf(failing, one)).toBe(said);
  });

  test("where both sides changed, another field leaves it open which one is real", () => {
    const both = (rows: Rows) => drift(web, rows, { since, direction: "both" });
    const pulls = symptom(web, "image-pull");
    expect(saidOf(pulls, both(mistyped))).toBe("likely");
    expect(saidOf(pulls, both({ ...mistyped, "spec.replicas": ["1", "2"] }))).toBe("co-located");
  });

  test("others that fail alike at the same time, and share no such change", () => {
    const pulls = symptom(web, "image-pull");
    const other = (at: number, uses: readonly Ref[] = []) =>
      symptom(daemonSet("agent"), "image-pull", { since: at, uses });
    expect(saidOf(pulls, changed, [other(onset + minute)])).toBe("co-located");
    expect(saidOf(pulls, changed, [other(onset - 3 * hour)])).toBe("likely");
    const own = drift(daemonSet("agent"), { [inContainer("a", "image")]: ["1", "2"] }, { since });
    expect(saidOf(pulls, changed, [other(onset), own])).toBe("likely");
    const [cause] = causesOf(pulls, [changed, other(onset)]);
    expect(cause?.against.join()).toContain("apps/DaemonSet/shop/agent");
  });

  test("a node that fails as well is as near", () => {
    const ready = drift(web, { [inContainer("web", "ports[0]")]: ["1", "2"] }, { since });
    const down = symptom(node("n"), "node", { since: onset - minute });
    const failing = symptom(web, "readiness", { uses: [node("n")] });
    expect(saidOf(failing, ready)).toBe("likely");
    expect(saidOf(failing, ready, [down])).toBe("co-located");
  });

  test("a workload that works leaves its Service alone", () => {
    const empty = symptom(service("web"), "endpoints", { uses: [web] });
    expect(saidOf(empty, changed)).toBe("co-located");
    expect(saidOf(empty, changed, [symptom(web, "image-pull")])).toBe("likely");
    expect(saidOf(empty, drift(web, { "spec.replicas": ["3", "0"] }, { since }))).toBe("likely");
  });
});
