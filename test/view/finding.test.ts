import { describe, expect, test } from "vitest";
import type { Finding, Suppression } from "../../src/core/finding.ts";
import { findingBlocks, findingRow, findingTable } from "../../src/view/finding.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { bareFinding, FindingRow } from "../../src/view/rows.ts";
import { day, now, remembered } from "./samples.ts";
import { fix } from "./screens.ts";

const muted: Suppression = {
  kind: "muted",
  until: now + day,
  by: "os:ana",
  note: "known",
  owner: undefined,
  origin: "local",
  rules: undefined,
  maxSeverity: undefined,
};

describe("a finding as a row", () => {
  test.each([
    ["open", {}],
    ["muted", { suppression: muted }],
    ["stale", { presence: "stale", staleSince: now - day }],
    ["resolved", { presence: "resolved", resolvedAt: now - day }],
  ] as const)("%s satisfies its schema and survives JSON unchanged", (_, facts) => {
    const row = findingRow({ ...remembered, ...facts }, now);
    expect(FindingRow.parse(row)).toEqual(row);
    expect(JSON.parse(JSON.stringify(row))).toEqual(row);
  });

  test("times are instants beside their ages", () => {
    expect(findingRow(remembered, now)).toMatchObject({
      firstSeen: "2025-05-07T12:00:00Z",
      lastObserved: "2025-05-10T11:55:00Z",
      known: "3d",
      age: "5m",
    });
  });

  test.each([
    [{ ...muted }, true],
    [{ ...muted, until: now - 1 }, false],
    [{ ...muted, maxSeverity: "high" as const }, false],
  ])("suppression %j holds: %s", (suppression, holds) => {
    expect(findingRow({ ...remembered, suppression }, now).suppression?.holds).toBe(holds);
  });
});

describe("a finding alone", () => {
  const show = (facts: Partial<Finding>): string =>
    renderPlain(findingBlocks(findingRow({ ...remembered, ...facts }, now), [fix]));

  test("has its whole fingerprint, times, change and fix", () => {
    const text = show({});
    for (const part of [
      remembered.fingerprint,
      "2025-05-07T12:00:00Z (3d)",
      "network.tf:12",
      " -> ",
      fix.run ?? "",
    ])
      expect(text).toContain(part);
  });

  test("says who muted it, and when a mute no longer holds", () => {
    expect(show({ suppression: muted })).toContain("open; muted by os:ana until 2025-05-11T12:00:00Z: known");
    expect(show({ suppression: { ...muted, until: now - 1 } })).toContain("open; no longer muted by os:ana");
  });

  test("a place that could not be looked at is not called open", () => {
    expect(show({ presence: "stale", staleSince: now - day })).toContain(
      "stale: its place could not be looked at (since 2025-05-09T12:00:00Z)",
    );
  });

  test("evidence of several lines stays under its label", () => {
    expect(show({ evidence: { log: "one\n  two" } })).toContain("log  one\n       two");
  });
});

test("in a table each finding is one row with its state in a word", () => {
  const rows = [{}, { suppression: muted }, { presence: "stale" as const }].map((facts) =>
    findingRow({ ...remembered, ...facts }, now),
  );
  const text = renderPlain([findingTable(rows)]);
  expect(
    text
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(/ +/)[2]),
  ).toEqual(["open", "muted", "stale"]);
});

test("the bare shape has the reference's names", () => {
  expect(bareFinding(findingRow({ ...remembered, suppression: muted }, now))).toEqual({
    fingerprint: remembered.fingerprint,
    title: remembered.title,
    status: "muted",
    severity: "critical",
    first_seen: "2025-05-07T12:00:00Z",
    last_seen: "2025-05-10T11:55:00Z",
    evidence: {},
  });
});
