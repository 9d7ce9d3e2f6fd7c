import { describe, expect, test } from "vitest";
import type { Drift } from "../../../src/core/departure.ts";
import type { Family } from "../../../src/probes/kubectl/fault.ts";
import {
  account,
  autoscaler,
  claim,
  configMap,
  cronJob,
  deployment,
  drift,
  inContainer,
  inPod,
  minute,
  node,
  onset,
  type Ref,
  type Rows,
  role,
  secret,
  service,
  storageClass,
  symptom,
  unmanaged,
  vanished,
} from "./cases/parts.ts";
import { saidOf } from "./said.ts";

const web = deployment("web");
const since = onset - 2 * minute;
const image = inContainer("web", "image");
const mistyped: Rows = { [image]: ["web:1", "web:l"] };

describe("which change can make which trouble", () => {
  const fields: readonly (readonly [Ref, Rows, can: readonly Family[], cannot: readonly Family[]])[] = [
    [web, mistyped, ["image-pull", "crash-loop", "readiness"], ["scheduling", "storage"]],
    [web, { [inPod("imagePullSecrets[name=r]")]: ["r", undefined] }, ["image-pull"], ["crash-loop"]],
    [web, { [inPod("imagePullSecrets[name=r]")]: [undefined, "r"] }, [], ["image-pull"]],
    [
      web,
      { [inContainer("web", "env[name=A].value")]: ["1", "2"] },
      ["crash-loop", "configuration"],
      ["image-pull"],
    ],
    [web, { [inContainer("web", "envFrom[0]")]: ["a", "b"] }, ["crash-loop", "configuration"], ["memory"]],
    [web, { [inContainer("web", "resources.limits.memory")]: ["2Gi", "512Mi"] }, ["memory"], ["crash-loop"]],
    [web, { [inContainer("web", "resources.limits.memory")]: ["512Mi", "2Gi"] }, [], ["memory"]],
    [web, { [inContainer("web", "resources.limits.memory")]: ["512Mi", undefined] }, [], ["memory"]],
    [web, { [inContainer("web", "resources.limits.cpu")]: ["2", "1"] }, [], ["memory", "crash-loop"]],
    [web, { [inContainer("web", "resources.requests.cpu")]: ["1", "64"] }, ["scheduling"], ["memory"]],
    [web, { [inContainer("web", "resources.requests.cpu")]: ["64", "1"] }, [], ["scheduling"]],
    [web, { [inPod("nodeSelector.disk")]: [undefined, "ssd"] }, ["scheduling"], ["crash-loop"]],
    [web, { [inPod("nodeSelector.disk")]: ["ssd", undefined] }, [], ["scheduling"]],
    [web, { [inPod("tolerations[key=gpu]")]: ["gpu", undefined] }, ["scheduling"], []],
    [web, { [inPod("tolerations[key=gpu]")]: [undefined, "gpu"] }, [], ["scheduling"]],
    [web, { [inContainer("web", "readinessProbe.httpGet.port")]: ["1", "2"] }, ["readiness"], ["crash-loop"]],
    [web, { [inContainer("web", "livenessProbe.httpGet.port")]: ["1", "2"] }, ["crash-loop"], ["image-pull"]],
    [
      web,
      { [inPod("volumes[name=a]")]: ["a", "b"] },
      ["creation", "storage", "configuration"],
      ["image-pull"],
    ],
    [web, { [inPod("serviceAccountName")]: ["a", "b"] }, ["crash-loop"], ["image-pull"]],
    [web, { "spec.replicas": ["3", "0"] }, ["availability"], ["crash-loop", "scheduling"]],
    [web, { "spec.replicas": ["3", "30"] }, ["scheduling"], ["image-pull"]],
    [web, { "metadata.labels.team": ["a", "b"] }, [], ["crash-loop", "availability", "readiness"]],
    [web, { 'metadata.annotations["spec.template.spec.nodeName"]': ["a", "b"] }, [], ["scheduling"]],
    [web, { "spec.revisionHistoryLimit": ["1", "2"] }, [], ["crash-loop", "rollout"]],
    [
      cronJob("bill"),
      { "spec.jobTemplate.spec.template.spec.containers[name=b].image": ["1", "2"] },
      ["image-pull", "job"],
      ["schedule"],
    ],
    [cronJob("bill"), { "spec.schedule": ["a", "b"] }, ["schedule"], ["crash-loop"]],
    [service("web"), { "spec.selector.app": ["a", "b"] }, ["endpoints"], ["readiness"]],
    [autoscaler("web"), { "spec.maxReplicas": ["9", "3"] }, ["scaling"], ["crash-loop"]],
    [autoscaler("web"), { "spec.maxReplicas": ["3", "9"] }, [], ["scaling"]],
    [claim("data"), { "spec.storageClassName": ["a", "b"] }, ["storage"], ["crash-loop"]],
  ];

  test.each(fields)("of %o: %o", (ref, rows, can, cannot) => {
    const one = drift(ref, rows, { since });
    for (const family of can) expect([family, saidOf(symptom(ref, family), one)]).toEqual([family, "likely"]);
    for (const family of cannot)
      expect([family, saidOf(symptom(ref, family), one)]).toEqual([family, "nothing"]);
  });

  const used: readonly (readonly [string, Drift, can: readonly Family[], cannot: readonly Family[]])[] = [
    [
      "settings",
      drift(configMap("c"), { "data.A": ["1", "2"] }, { since }),
      ["crash-loop", "configuration"],
      ["image-pull", "memory"],
    ],
    [
      "labels of settings",
      drift(configMap("c"), { "metadata.labels.a": ["1", "2"] }, { since }),
      [],
      ["crash-loop"],
    ],
    ["settings that are gone", vanished(configMap("c"), { since }), ["configuration"], ["image-pull"]],
    [
      "settings that nobody declared",
      unmanaged(configMap("c"), { since }),
      [],
      ["configuration", "crash-loop"],
    ],
    ["a secret", drift(secret("s"), { "data.pw": ["1", "2"] }, { since }), ["crash-loop"], ["image-pull"]],
    [
      "what opens a registry",
      drift(secret("s"), { 'data[".dockerconfigjson"]': ["1", "2"] }, { since }),
      ["image-pull"],
      ["crash-loop"],
    ],
    [
      "a gone secret that opens a registry",
      { ...vanished(secret("s"), { since }), desired: { type: "kubernetes.io/dockerconfigjson" } },
      ["image-pull"],
      ["configuration"],
    ],
    [
      "a gone secret that opens none",
      { ...vanished(secret("s"), { since }), desired: { data: { pw: "x" } } },
      ["configuration"],
      ["image-pull"],
    ],
    [
      "a gone secret of which nothing is told",
      vanished(secret("s"), { since }),
      ["configuration", "image-pull"],
      ["crash-loop"],
    ],
    ["an account that is gone", vanished(account("a"), { since }), ["creation"], ["image-pull"]],
    [
      "a role",
      drift(role("r"), { "rules[0].verbs[0]": ["get", undefined] }, { since }),
      ["crash-loop"],
      ["image-pull"],
    ],
    ["a claim that is gone", vanished(claim("d"), { since }), ["scheduling"], ["image-pull"]],
    [
      "a class of storage",
      drift(storageClass("f"), { provisioner: ["a", "b"] }, { since }),
      ["storage"],
      ["crash-loop"],
    ],
    [
      "a taint of its node",
      drift(node("n"), { "spec.taints[0]": [undefined, "x"] }, { since }),
      ["scheduling"],
      ["crash-loop"],
    ],
  ];

  test.each(used)("%s that it uses", (_, one, can, cannot) => {
    const { group, kind, namespace, name } = one.identity;
    const uses = [{ group, kind, namespace, name }];
    for (const family of can)
      expect([family, saidOf(symptom(web, family, { uses }), one)]).toEqual([family, "likely"]);
    for (const family of cannot)
      expect([family, saidOf(symptom(web, family, { uses }), one)]).toEqual([family, "nothing"]);
    for (const family of can) expect(saidOf(symptom(web, family), one)).toBe("nothing");
  });

  test("a change that is not in force has broken nothing", () => {
    const waiting = drift(web, mistyped, { since, direction: "not-yet-applied" });
    expect(saidOf(symptom(web, "image-pull"), waiting)).toBe("nothing");
  });

  test("another container than the failing one is innocent", () => {
    const failing = (container: string) => symptom(web, "image-pull", { evidence: { container } });
    expect(saidOf(failing("web"), drift(web, mistyped, { since }))).toBe("likely");
    expect(saidOf(failing("web (init)"), drift(web, mistyped, { since }))).toBe("likely");
    expect(saidOf(failing("proxy"), drift(web, mistyped, { since }))).toBe("nothing");
  });
});
