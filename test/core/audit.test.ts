import { describe, expect, test } from "vitest";
import {
  type AuditRecord,
  type AuditRow,
  auditHash,
  emptyChain,
  genesisHash,
  walkChain,
} from "../../src/core/audit.ts";

const firstBreak = (rows: readonly AuditRow[]): number | undefined => walkChain(emptyChain, rows).brokenAt;

const record: AuditRecord = {
  ts: 1_750_000_000_000,
  event: "intent",
  runId: "run-1",
  offerDigest: "d1",
  fingerprint: "f".repeat(64),
  target: "prod/web",
  actor: { class: "human", id: "os:ana", name: "Ana", channel: "terminal", onBehalfOf: undefined },
  approver: undefined,
  decision: "approved",
  outcome: undefined,
  argv: ["kubectl", "delete", "pod", "web-1"],
  exitCode: undefined,
  durationMs: undefined,
  envelope: "recoverable=service",
  boundDigest: "b1",
  reason: undefined,
  stdoutTail: undefined,
  stderrTail: undefined,
  environment: "prod",
};

const chain = (length: number): readonly AuditRow[] => {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const row = { ...record, seq, runId: `run-${seq}`, prevHash: rows.at(-1)?.hash ?? genesisHash };
    rows.push({ ...row, hash: auditHash(row) });
  }
  return rows;
};

const editing = (index: number, edit: (row: AuditRow) => AuditRow) => (rows: readonly AuditRow[]) =>
  rows.map((row, at) => (at === index ? edit(row) : row));

describe("the chain", () => {
  test("holds when nothing was touched, however it is paged", () => {
    const rows = chain(7);
    expect(firstBreak(rows)).toBeUndefined();
    const paged = walkChain(walkChain(emptyChain, rows.slice(0, 3)), rows.slice(3));
    expect(paged).toEqual({ rows: 7, head: rows.at(-1)?.hash, brokenAt: undefined });
    expect(walkChain(emptyChain, [])).toEqual({ rows: 0, head: genesisHash, brokenAt: undefined });
  });

  test("does not depend on the order of the fields", () => {
    const [row] = chain(1);
    if (row === undefined) throw new Error("no row");
    const { ts, actor, ...rest } = row;
    const { class: kind, ...who } = actor;
    expect(firstBreak([{ ...rest, actor: { ...who, class: kind }, ts }])).toBeUndefined();
  });

  test.each<readonly [string, (rows: readonly AuditRow[]) => readonly AuditRow[], number]>([
    ["an edited outcome", editing(2, (row) => ({ ...row, outcome: "verified" })), 3],
    ["an edited argument", editing(2, (row) => ({ ...row, argv: ["kubectl", "get", "pod", "web-1"] })), 3],
    ["another actor", editing(0, (row) => ({ ...row, actor: { ...row.actor, id: "os:eve" } })), 1],
    ["an argument list where there was none", editing(1, (row) => ({ ...row, argv: [] })), 2],
    ["an empty text where there was none", editing(1, (row) => ({ ...row, reason: "" })), 2],
    ["an edited hash", editing(4, (row) => ({ ...row, hash: "0".repeat(64) })), 5],
    [
      "a row rehashed after an edit",
      editing(2, (row) => {
        const edited = { ...row, outcome: "verified" };
        const { hash: _, ...rest } = edited;
        return { ...edited, hash: auditHash(rest) };
      }),
      4,
    ],
    ["a dropped row", (rows) => rows.filter(({ seq }) => seq !== 3), 4],
    ["a dropped first row", (rows) => rows.slice(1), 2],
    [
      "two rows the other way round",
      (rows) => [...rows.slice(0, 2), ...rows.slice(2, 4).reverse(), ...rows.slice(4)],
      4,
    ],
    ["a row twice", (rows) => [...rows.slice(0, 3), ...rows.slice(2)], 3],
  ])("%s is found", (_, tamper, brokenAt) => {
    expect(firstBreak(tamper(chain(6)))).toBe(brokenAt);
  });

  test("a dropped tail shows against an anchored head", () => {
    const rows = chain(6);
    const cut = walkChain(emptyChain, rows.slice(0, 4));
    expect(cut.brokenAt).toBeUndefined();
    expect(cut.head).not.toBe(walkChain(emptyChain, rows).head);
  });
});
