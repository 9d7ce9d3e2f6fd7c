import { parseSnapshot } from "./kubernetes/judge.ts";
import { readSnapshot } from "./kubernetes/read.ts";
import type { Source } from "./source.ts";

/** Declared versus real, from a document that holds both sides. */
export const k8s = {
  name: "k8s",
  summary: "Kubernetes: a captured snapshot, {declared, observed}, in JSON or YAML",
  needs: { binaries: [], variables: [] },
  observes: [],
  accepts: ["file"],
  cluster: [],
  basis: "declared-vs-real",
  workspace: () => Promise.resolve(undefined),
  read: readSnapshot,
  parse: parseSnapshot,
} as const satisfies Source;
