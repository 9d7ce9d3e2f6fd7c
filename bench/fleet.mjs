import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const answers = {
  "config view": {
    contexts: [{ name: "x", context: { cluster: "x", namespace: "shop" } }],
    clusters: [{ name: "x", cluster: { server: "https://x.example" } }],
  },
  "--raw /apis ": { kind: "APIGroupList", groups: [] },
  "--raw /api/v1 ": {
    kind: "APIResourceList",
    resources: [{ name: "configmaps", kind: "ConfigMap", namespaced: true, verbs: ["get", "list"] }],
  },
  "/configmaps?": { kind: "ConfigMapList", items: [] },
};

/** A kubectl that takes a second before it says which cluster it is, and none for the rest: each target takes a second. */
const slowKubectl = () => {
  const cases = Object.entries(answers).map(
    ([words, answer]) =>
      `  *"${words}"*) ${words === "config view" ? "sleep 1; " : ""}echo '${JSON.stringify(answer)}';;`,
  );
  return ["#!/bin/sh", 'case "$* " in', ...cases, "  *) exit 1;;", "esac", ""].join("\n");
};

const atOnce = 8;

/** A sweep of so many targets of a second each, against the time that they need at least, so many at once. */
export const fleetCases = (folder, cli, size) => {
  const cwd = join(folder, "fleet");
  mkdirSync(join(cwd, "bin"), { recursive: true });
  mkdirSync(join(cwd, "steadystate"));
  writeFileSync(join(cwd, "bin/kubectl"), slowKubectl());
  chmodSync(join(cwd, "bin/kubectl"), 0o755);
  const names = Array.from({ length: size }, (_, at) => `t${at}`);
  const targets = names.map((name) => [name, { source: "k8s-live", probe: "none", context: "x" }]);
  writeFileSync(join(cwd, "steadystate/targets.json"), JSON.stringify(Object.fromEntries(targets)));
  const least = Math.ceil(size / atOnce);
  const ideal = `${least} s, the least for ${size} targets of 1 s, ${atOnce} at once`;
  return [
    {
      name: ideal,
      against: "node -e 0",
      reference: true,
      argv: ["-e", `setTimeout(() => {}, ${least * 1000})`],
      cwd,
    },
    {
      name: `sweep of ${size} targets of 1 s`,
      against: ideal,
      argv: [cli, "sweep", "--stateless", "--at-once", String(atOnce), "--json"],
      cwd,
      statuses: [0, 1, 3],
      env: { PATH: [join(cwd, "bin"), process.env.PATH ?? ""].join(delimiter) },
    },
  ];
};
