import { expect, test } from "vitest";
import { assess } from "../../src/core/assess.ts";
import { foldReport } from "../../src/core/correlate/fold.ts";
import { terraform } from "../../src/sources/terraform/index.ts";
import { alertRows } from "../../src/verbs/look/rows.ts";
import { writeJson } from "../../src/view/json.ts";
import { captured, frame } from "../sources/terraform/frame.ts";

const written = (value: unknown): string => {
  const chunks: Uint8Array[] = [];
  writeJson(value, (chunk) => {
    chunks.push(chunk);
  });
  return Buffer.concat(chunks).toString("utf8");
};

const change = (at: number, actions: readonly string[]) => ({
  address: `aws_db_instance.r${at}["a\\"b"]`,
  mode: "managed",
  type: "aws_db_instance",
  name: `r${at}`,
  change: {
    actions,
    before: actions[0] === "create" ? null : { name: `n${at}`, password: `secret-of-${at}` },
    after: { name: `## ${at}`, password: `other-secret-${at}` },
    before_sensitive: { password: true },
    after_sensitive: { password: true },
  },
});

test("an alert writes the JSON that its members are, be it of one item or of hundreds", () => {
  const observation = terraform.parse(
    captured({
      format_version: "1.2",
      planned_values: {},
      resource_changes: Array.from({ length: 260 }, (_, at) =>
        change(at, at === 0 ? ["delete", "create"] : at % 2 === 0 ? ["create"] : ["update"]),
      ),
    }),
    frame(),
  );
  const report = assess([observation], {
    tuning: "strict",
    platform: { namespaces: [], workloads: [], applications: [] },
  });
  const runbook = { entries: [], forItem: () => [], forFinding: () => [] };
  const rows = alertRows(foldReport(report).alerts, runbook);
  expect(rows.map(({ items }) => items.length).sort((a, b) => a - b)).toEqual([1, 129, 130]);
  const copies = rows.map((row) => ({ ...row }));
  expect(written({ data: { alerts: rows } })).toBe(written({ data: { alerts: copies } }));
  expect(written({ data: { alerts: rows } })).not.toContain("secret-of-1");
});
