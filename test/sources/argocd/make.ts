import { printIdentity } from "../../../src/core/identity.ts";
import type { Observation } from "../../../src/core/observation.ts";
import { argocd } from "../../../src/sources/argocd.ts";
import { captured, frame } from "../terraform/frame.ts";

export type Tree = Readonly<Record<string, unknown>>;

export const now = "2026-03-01T12:00:00Z";
/** Minutes before {@link now}. */
export const ago = (minutes: number): string =>
  new Date(Date.parse(now) - minutes * 60_000).toISOString().replace(".000Z", "Z");

const one = "a".repeat(40);
const two = "b".repeat(40);

/** A resource that is in sync. */
export const resource = (over: Tree = {}): Tree => ({
  ...{ group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" },
  ...{ status: "Synced", health: { status: "Healthy" } },
  ...over,
});

/** The last sync brought revision one to the cluster. */
export const synced = (over: Tree = {}, result: Tree = {}): Tree => ({
  ...{ phase: "Succeeded", message: "successfully synced", startedAt: ago(61), finishedAt: ago(60) },
  operation: { sync: { revision: one } },
  syncResult: { revision: one, source, resources: [{ ...key, status: "Synced" }], ...result },
  ...over,
});
const key = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" };
const source = { repoURL: "https://git.example/shop.git", path: "deploy", targetRevision: "main" };

export const atOne: Tree = { revision: one, comparedTo: { source, destination: { server: "x" } } };
export const atTwo: Tree = { ...atOne, revision: two };

/** An application that is healthy, in sync and looked at just now. */
export const application = (status: Tree = {}, over: Tree = {}): Tree => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "shop", namespace: "argocd" },
  spec: {
    destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
    project: "default",
    source,
  },
  status: {
    sync: { status: "Synced", ...atOne },
    health: { status: "Healthy" },
    operationState: synced(),
    history: [{ id: 0, revision: one, source, deployedAt: ago(60) }],
    reconciledAt: now,
    resources: [resource()],
    ...status,
  },
  ...over,
});

export const look = (document: unknown): Observation => argocd.parse(captured(document), frame());

/** One line for each departure. */
export const told = ({ departures }: Observation): readonly string[] =>
  departures.map((one) => {
    const thing = printIdentity({ ...one.identity, key: "" });
    if (one.type === "drift") return `${one.direction} ${one.action} ${thing}`;
    return one.type === "symptom" ? `${one.severity} ${one.category} ${thing}` : one.rule;
  });
