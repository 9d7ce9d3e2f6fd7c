import { describe, expect, test } from "vitest";
import { actions, directions } from "../../src/core/departure.ts";
import { stances } from "../../src/core/rules/rule.ts";
import { alertBlocks, itemRow } from "../../src/view/alert.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { AlertRow, ItemRow } from "../../src/view/rows.ts";
import {
  alertOf,
  crashing,
  day,
  drift,
  flag,
  now,
  openedByHand,
  replacedDatabase,
  sevenBuckets,
} from "./samples.ts";
import { fix } from "./screens.ts";

const read = (row: AlertRow, verbose = false): string => renderPlain(alertBlocks(row, { verbose }));
const single = (item: Parameters<typeof itemRow>[0], extras = {}): AlertRow => ({
  ...alertOf([item], "because"),
  items: [itemRow(item, extras)],
});

describe("an item as a row", () => {
  test.each([
    ["drift", openedByHand],
    ["replace", replacedDatabase],
    ["symptom", crashing],
  ])("%s satisfies its schema and survives JSON unchanged", (_, item) => {
    const row = itemRow(item, { fixes: [fix], recollection: { state: "new", firstSeen: now }, now });
    expect(ItemRow.parse(row)).toEqual(row);
    expect(JSON.parse(JSON.stringify(row))).toEqual(row);
  });

  test("machine words and instants stay as they are", () => {
    const row = itemRow(openedByHand, {
      recollection: { state: "recurring", firstSeen: now - 3 * day },
      now,
    });
    expect(row).toMatchObject({
      direction: "changed-in-reality",
      action: "update",
      firstSeen: "2025-05-07T12:00:00Z",
      known: "3d",
      file: "network.tf",
      line: 12,
    });
  });
});

describe("an alert", () => {
  test.each([
    ["vanished", "gone in reality"],
    ["changed-in-reality", "changed in reality"],
    ["not-yet-applied", "declared, not applied yet"],
    ["both", "changed on both sides"],
    ["unmanaged", "exists, not declared"],
  ] as const)("%s reads %s", (direction, words) => {
    const text = read(single({ ...openedByHand, title: "t", departure: drift({ direction }) }));
    expect(text).toContain(words);
    expect(directions).toContain(direction);
  });

  test.each([
    ["exposed-now", "exposed now"],
    ["will-be-exposed", "exposed after apply"],
    ["being-closed", "being closed"],
    ["cannot-tell", "cannot tell"],
    ["unchanged", "open, and not changed by this"],
  ] as const)("%s reads %s", (stance, words) => {
    expect(read(single({ ...openedByHand, flags: [{ ...flag, stance }] }))).toContain(
      `${words}: SSH reachable`,
    );
    expect(stances).toContain(stance);
  });

  test("each action but none is told", () => {
    for (const action of actions) {
      const text = read(single({ ...openedByHand, departure: drift({ action }) }));
      expect(text.includes("applying")).toBe(action !== "none");
    }
  });

  test("a replacement names its reason, what forces it, and that data is at stake", () => {
    expect(read(single(replacedDatabase))).toContain(
      "applying destroys it and creates it anew (replace because cannot update; forced by engine_version); it holds data",
    );
  });

  test("shows eight changed fields, and all of them when asked", () => {
    const short = read(single(replacedDatabase));
    expect(short.match(/ -> /g)).toHaveLength(8);
    expect(short).toContain("and 7 more changed fields");
    expect(short).toContain("engine_version: 13.4 -> 16.1 (forces replacement)");
    const full = read(single(replacedDatabase), true);
    expect(full.match(/ -> /g)).toHaveLength(11);
    expect(full).toContain("and 4 more changed fields");
  });

  test("two long values are cut where they part", () => {
    const same = "x".repeat(200);
    const long = drift({
      diff: [
        {
          path: "policy",
          before: `${same}A`,
          after: `${same}B`,
          secret: false,
          unknown: false,
          forcesReplacement: false,
        },
      ],
    });
    expect(read(single({ ...openedByHand, departure: long }))).toMatch(/policy: \.\.\.x+A -> \.\.\.x+B/);
  });

  test("carries the references, the hint, the fix with author and whole command, and the place", () => {
    const text = read(single(openedByHand, { fixes: [fix] }));
    for (const part of [
      "[MITRE T1190]",
      "[CIS 5.2]",
      `hint: ${flag.hint}`,
      "vouched by ana",
      fix.run ?? "",
      "network.tf:12",
    ])
      expect(text).toContain(part);
  });

  test("a draft fix is called one", () => {
    expect(read(single(openedByHand, { fixes: [{ ...fix, draft: true }] }))).toContain(
      "draft fix, not vouched",
    );
  });

  test("a group shows its five worst and counts the rest", () => {
    const group: AlertRow = {
      ...alertOf(sevenBuckets, "alike"),
      items: sevenBuckets.map((item) => itemRow(item)),
    };
    const text = read(group);
    expect(AlertRow.parse(group)).toEqual(group);
    expect(text.match(/aws_s3_bucket\.logs\[/g)).toHaveLength(5);
    expect(text).toContain('aws_s3_bucket.logs["6"]');
    expect(text).toContain("and 2 more");
    expect(text.match(/applying updates it in place/g)).toHaveLength(1);
    expect(read(group, true).match(/aws_s3_bucket\.logs\[/g)).toHaveLength(7);
  });

  test.each([
    [{ state: "new", firstSeen: now } as const, "[NEW]"],
    [{ state: "reopened", firstSeen: now - day } as const, "[REOPENED]"],
    [{ state: "recurring", firstSeen: now - 3 * day } as const, "[seen 3d]"],
  ])("memory %j is told as %s", (recollection, tag) => {
    expect(read(single(openedByHand, { recollection, now }))).toContain(tag);
  });

  test("what the title says is not said again", () => {
    const symptom = read({ ...single(openedByHand), title: "t failed: no answer", why: "no answer." });
    expect(symptom).not.toContain("no answer.");
    expect(read({ ...single(openedByHand), why: `${flag.title}: ${flag.because}.` })).not.toContain(
      `${flag.title}: ${flag.because}.`,
    );
    expect(read({ ...single(openedByHand), why: "It was changed by hand." })).toContain("changed by hand");
  });

  test("without memory there is no tag", () => {
    expect(read(single(openedByHand)).split("\n")[0]).not.toContain("[");
  });
});
