import { describe, expect, test } from "vitest";
import { parseLive } from "../../../src/sources/kubernetes/judge.ts";
import type { LiveDocument } from "../../../src/sources/kubernetes/live-document.ts";
import { type DirectionCase, ofHelm, settings } from "../../support/direction-parts.ts";
import { frame } from "../terraform/frame.ts";
import { directions } from "./directions.ts";

/** Beside it stands one that agrees, and carries the mark of the release. */
const beside = settings("beside", ofHelm);

const told = ({ declared, live, stored, exact = false }: DirectionCase): readonly string[] => {
  const document: LiveDocument = {
    declared: [beside, ...(declared === null ? [] : [declared])],
    observed: [beside, ...(live === null ? [] : [live])],
    ...{ gaps: [], unseen: [], namespace: "shop", namespaced: {}, leave: [], unnamed: [] },
    ...{ extras: "owned", informational: {}, exact },
    ...(stored === undefined ? {} : { stored: { tried: [], ...stored } }),
  };
  const { departures } = parseLive({ document, origin: "live", path: "shop", warnings: [] }, frame());
  return departures.map((one) => (one.type === "drift" ? `${one.direction} ${one.action}` : one.type));
};

describe("which side moved", () => {
  test.each(directions.map((row) => [row.title, row] as const))("%s", (_title, row) => {
    expect(told(row)).toEqual(row.expected === "none" ? [] : [row.expected]);
  });
});
