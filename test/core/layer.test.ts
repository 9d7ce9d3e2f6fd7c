import { expect, test } from "vitest";
import { layerOf } from "../../src/core/layer.ts";
import { makeIdentity, noPlatformSettings } from "../support/make.ts";

const path = (namespace: string, name: string) =>
  makeIdentity({ style: "path", kind: "Deployment", namespace, name });

test.each([
  ["a system namespace", path("kube-system", "web"), {}, "platform"],
  ["an application namespace whatever the name", path("shop", "kube-report"), {}, "application"],
  ["a plumbing name without a namespace", path("", "coredns-abc"), {}, "platform"],
  ["an ordinary name without a namespace", path("", "web"), {}, "application"],
  ["a namespace that the team adds", path("infra", "web"), { namespaces: ["infra"] }, "platform"],
  ["a workload that the team adds", path("shop", "envoy"), { workloads: ["envoy"] }, "platform"],
  [
    "an application that the team insists on",
    path("kube-system", "web"),
    { applications: ["web"] },
    "application",
  ],
  ["a Terraform resource", makeIdentity({ name: "kube-system" }), {}, "application"],
] as const)("%s", (_, identity, settings, layer) => {
  expect(layerOf(identity, undefined, { ...noPlatformSettings, ...settings })).toBe(layer);
});
