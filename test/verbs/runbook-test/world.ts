import { chmodSync } from "node:fs";
import type { Symptom } from "../../../src/core/departure.ts";
import type { Scope } from "../../../src/core/observation.ts";
import type { Item } from "../../../src/core/report.ts";
import type { Serving } from "../../../src/core/serving.ts";
import type { Look } from "../../../src/history/history.ts";
import { type ContextOptions, contextIn } from "../../support/context.ts";
import { makeIdentity, makeScope, makeSymptom } from "../../support/make.ts";
import { temporaryFolder } from "../../support/repo.ts";

/** When the looks of the world were; asked a day later. */
const at = Date.parse("2026-06-07T10:00:00Z");
const day = 86_400_000;

const program = "#!/bin/sh\nexit 0\n";
const tools = ["kubectl", "helm", "terraform", "ansible-playbook", "gh", "talosctl", "sh"];

const http = (name: string) => ({
  name,
  read: { kind: "http", url: `http://shop.test/${name}` },
  emit: { severity: "high", title: `${name} does not answer` },
});

const files = {
  "steadystate/targets.json": {
    shop: { source: "k8s-live", label: "prod", context: "shop", kubeconfig: "kube/shop" },
    "shop-staging": { source: "k8s-live", label: "staging", context: "staging", kubeconfig: "kube/staging" },
    infra: { source: "terraform", path: "infra", label: "prod" },
  },
  "steadystate/checks.json": [http("checkout-answers"), http("search-answers")],
  "scripts/flush.sh": program,
  "scripts/plain.sh": program,
  "playbooks/restart.yml": "- hosts: all\n",
  "inventory/prod": "web-1\n",
  "infra/main.tf": "",
  ".git/HEAD": "ref: refs/heads/main\n",
  ".github/workflows/rebuild.yml": "on:\n  workflow_dispatch:\n    inputs: {}\n",
  ".github/workflows/test.yml": "on: [push]\n",
  ...Object.fromEntries(tools.map((tool) => [`bin/${tool}`, program])),
};

const target = (name: string, environment: string): Scope =>
  makeScope({ source: "kubectl", target: name, environment, realPath: "/", shownPath: name });
const shop = target("shop", "prod");

type Told = Partial<Pick<Symptom, "title" | "evidence">> & { readonly kind?: string; readonly name?: string };

const items = (scope: Scope, told: Readonly<Record<string, Told>>): readonly Item[] =>
  Object.entries(told).map(([category, { kind = "Deployment", name = "web", ...more }]) => {
    const identity = makeIdentity({
      ...{ style: "path", scope: scope.identity, group: "apps", kind, name },
      namespace: kind === "Node" ? "" : "shop",
    });
    const title = `${kind} ${name} has ${category}`;
    const symptom = makeSymptom({
      ...{ identity, category, family: category, title, workload: name },
      ...more,
    });
    return {
      ...{ departure: symptom, title: symptom.title, severity: "high", flags: [], layer: "application" },
      disposition: "impaired",
    };
  });

const serving = (kind: string, name: string): Serving => ({ kind, name, namespace: "shop", serves: "yes" });

const look = (scope: Scope, seen: Partial<Look>): Look => ({
  scope,
  coverage: { status: "complete", basis: "declared-vs-real", gaps: [], looked: 1 },
  assertions: { passed: 1, failed: 0, unknown: 0 },
  ...{ startedAt: at, finishedAt: at, observedAt: at, grace: 0, items: [] },
  ...seen,
});

const looks: readonly Look[] = [
  look(shop, {
    serving: [
      ...["web", "api", "worker"].map((name) => serving("Deployment", name)),
      serving("StatefulSet", "db"),
    ],
    items: [
      ...items(shop, {
        OOMKilled: {},
        Evicted: {},
        RolloutStuck: {},
        CrashLoopBackOff: {},
        Unavailable: {},
        AcmeWidgetBroken: { kind: "Widget", name: "left" },
        ImagePullBackOff: {},
        RestartStorm: {},
        BackoffLimitExceeded: { kind: "Job", name: "nightly" },
        NotReady: { kind: "Node", name: "node-a", title: "node node-a is not ready" },
      }),
      ...items(shop, { BackoffLimitExceeded: { kind: "Job", name: "weekly", evidence: { node: "node-a" } } }),
    ],
  }),
  look(target("shop-staging", "staging"), {
    coverage: {
      ...{ status: "partial", basis: "declared-vs-real", looked: 1 },
      gaps: [{ what: "deployments", why: "forbidden" }],
    },
    serving: [serving("Deployment", "web")],
  }),
  look(makeScope({ source: "kubectl", environment: "eu", realPath: "/", shownPath: "eu" }), {}),
];

/** A wall with targets, checks, scripts and memory; its programs are there and were never started. */
export const runbookWorld = async (entries: readonly unknown[], options: ContextOptions = {}) => {
  const folder = temporaryFolder({ ...files, "steadystate/solutions.json": entries });
  for (const path of ["scripts/flush.sh", ...tools.map((tool) => `bin/${tool}`)])
    chmodSync(folder.at(path), 0o755);
  const ctx = await contextIn(folder.root, {
    now: () => at + day,
    ...options,
    env: { PATH: folder.at("bin"), ...options.env },
  });
  const history = await ctx.history.open();
  for (const one of looks) await history.remember(one);
  return { folder, ctx, history };
};
