import { describe, expect, test } from "vitest";
import { terraform } from "../../../src/sources/terraform/index.ts";
import { captured, frame } from "./frame.ts";

const recorded = (mode: string) => {
  const resource = { address: "module.a.x.y", mode, type: "x", name: "y" };
  return {
    prior_state: { values: { root_module: { child_modules: [{ resources: [resource] }] } } },
  };
};
const row = { address: "module.a.x.y", change: { actions: ["no-op"], before: { a: 1 }, after: { a: 1 } } };

describe("a plan that only refreshed says nothing of the code", () => {
  test.each<[string, object, string]>([
    ["managed things recorded, and no row", recorded("managed"), "partial"],
    ["an empty list of rows", { ...recorded("managed"), resource_changes: [] }, "partial"],
    ["nothing but data recorded", recorded("data"), "complete"],
    ["recorded and planned", { ...recorded("managed"), resource_changes: [row] }, "complete"],
    ["nothing recorded", { prior_state: { values: { root_module: {} } } }, "complete"],
    ["no state at all", {}, "complete"],
  ])("%s", (_name, parts, status) => {
    const document = { format_version: "1.2", planned_values: {}, ...parts };
    const { coverage } = terraform.parse(captured(document), frame());
    expect(coverage.status).toBe(status);
    expect(coverage.gaps.map(({ what }) => what)).toEqual(status === "partial" ? ["the code"] : []);
  });
});
