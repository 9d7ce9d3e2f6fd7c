import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { withDeadline } from "../../src/engine/deadline.ts";
import { SteadystateError } from "../../src/errors.ts";
import type { RunRequest } from "../../src/system/run.ts";
import { check, good } from "../support/check-wall.ts";
import { contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

const stopped = new SteadystateError("source-failed", "x", { details: { ended: "deadline" } });

/** A context whose time a test sets, and which notes how long each hand was given. */
const world = async (answer: { fails?: boolean; takes?: number } = {}) => {
  const clock = { at: 0 };
  const given: number[] = [];
  const spend = (timeout: number): void => {
    given.push(timeout);
    clock.at += Math.min(timeout, answer.takes ?? 0);
  };
  const base = await contextIn(temporaryFolder().root);
  const ctx: Context = {
    ...base,
    timing: { ...base.timing, elapsed: () => clock.at },
    hands: {
      ...base.hands,
      run: async ({ argv, timeout }: RunRequest) => {
        spend(timeout);
        if ((answer.takes ?? 0) >= timeout) throw stopped;
        return { argv, exit: 0, stdout: "", stderr: "", durationMs: 1 };
      },
    },
    kubernetes: {
      ...base.kubernetes,
      open: async (_, { request, whole }) => {
        given.push(request, whole);
        return { ok: false, class: "failed", why: "" };
      },
    },
    readCheck: async ({ read }) => {
      const timeout = read.kind === "http" ? read.timeout : Number.NaN;
      spend(timeout);
      return (answer.takes ?? 0) >= timeout ? { kind: "no-answer", reason: "late" } : good;
    },
  };
  return { ctx, clock, given };
};

const terraform = { argv: ["terraform", "plan"], cwd: "/", timeout: 300_000 };

describe("withDeadline", () => {
  test("a run gets what is left, and no more than it asked for", async () => {
    const { ctx, clock, given } = await world();
    await withDeadline(60_000, ctx, async ({ hands }, { left, cut }) => {
      await hands.run(terraform);
      await hands.run({ ...terraform, timeout: 1000 });
      clock.at += 50_000;
      await hands.run(terraform);
      expect([given, left(), cut()]).toEqual([[60_000, 1000, 10_000], 10_000, false]);
    });
  });

  test("what it stops is told as its own doing, and nothing is begun after it", async () => {
    const { ctx, given } = await world({ takes: 1e9 });
    await withDeadline(60_000, ctx, async ({ hands }, { cut }) => {
      const told = expect.objectContaining({
        code: "source-failed",
        message: "terraform was stopped: the 1m for it were over",
      });
      await expect(hands.run(terraform)).rejects.toEqual(told);
      expect(cut()).toBe(true);
      await expect(hands.run(terraform)).rejects.toMatchObject({
        message: "terraform was not started: the 1m for it were over",
      });
    });
    expect(given).toEqual([60_000]);
  });

  test("a tool that met its own deadline is not told as cut", async () => {
    const { ctx } = await world({ takes: 1000 });
    await withDeadline(60_000, ctx, async ({ hands }, { cut }) => {
      await expect(hands.run({ ...terraform, timeout: 500 })).rejects.toBe(stopped);
      expect(cut()).toBe(false);
    });
  });

  test("the patience with a cluster is what is left of it", async () => {
    const { ctx, clock, given } = await world();
    await withDeadline(60_000, ctx, async ({ kubernetes }) => {
      clock.at += 45_000;
      await kubernetes.open(
        { context: undefined, kubeconfig: undefined },
        { request: 30_000, whole: 300_000 },
      );
    });
    expect(given).toEqual([15_000, 15_000]);
  });

  test("a check that had too little time could not be asked; it did not fail", async () => {
    const { ctx, clock } = await world({ takes: 8000 });
    const [one] = await checksOf(ctx);
    await withDeadline(60_000, ctx, async ({ readCheck }, { cut }) => {
      expect(await readCheck(one), "its own time").toEqual(good);
      clock.at = 57_000;
      expect([await readCheck(one), cut()]).toEqual([
        { kind: "unable", reason: "the 1m for it were over" },
        true,
      ]);
      expect((await readCheck(one)).kind, "not begun").toBe("unable");
    });
    const fails = await world({ takes: 1e9 });
    await withDeadline(60_000, fails.ctx, async ({ readCheck }) =>
      expect((await readCheck(one)).kind, "its own time was over").toBe("no-answer"),
    );
  });
});

const checksOf = async ({ place }: Context) => {
  const folder = temporaryFolder({ "steadystate/checks.json": [check("front")] });
  expect(place.cwd).not.toBe(folder.root);
  const { entries } = await (await contextIn(folder.root)).checks();
  const [first] = entries;
  if (first === undefined) throw new Error("the check is not good");
  return [first] as const;
};
