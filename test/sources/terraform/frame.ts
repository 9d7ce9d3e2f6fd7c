import type { Frame, Reading } from "../../../src/sources/source.ts";

/** A plain place to look from. */
export const frame = (seal?: (secret: string) => string): Frame => ({
  scope: {
    identity: "",
    resolution: "test",
    source: "terraform",
    path: "plan.json",
    environment: undefined,
    workspace: undefined,
  },
  seal,
  ignore: [],
});

export const captured = (document: unknown): Reading => ({
  document,
  origin: "captured",
  path: "plan.json",
  warnings: [],
});
