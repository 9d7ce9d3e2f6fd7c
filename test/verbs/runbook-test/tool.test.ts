import { expect, test } from "vitest";
import { askIn } from "../../support/ask.ts";
import { runbookWorld } from "./world.ts";

type Row = {
  readonly entry: string;
  readonly what: string;
  readonly state: string;
  readonly why: string;
  readonly next?: string;
};

const entry = (name: string, run: string) => ({
  ...{ name, author: "ops", match: `never ${name}`, solution: { kind: "command", run } },
});

const tools = async (...entries: readonly object[]) => {
  const { ctx } = await runbookWorld(entries, { env: { PATH: "/nowhere" } });
  const rows: readonly Row[] = (await askIn(ctx, "runbook test")).data.rows;
  return rows.filter(({ what }) => what === "tool").map(({ state, why, next }) => [state, why, next]);
};

test("why nothing can be started is told, with what to do about it", async () => {
  expect(
    await tools(
      entry("a", "./scripts/flush.sh"),
      entry("b", "scripts/plain.sh"),
      entry("c", "./scripts/gone.sh"),
      entry("d", "./scripts"),
      entry("e", "frobnicate now"),
    ),
  ).toEqual([
    ["ok", "./scripts/flush.sh is here", undefined],
    ["stale", "scripts/plain.sh is there, and may not be executed", "steadystate solutions b"],
    ["stale", "there is no ./scripts/gone.sh", "steadystate solutions c"],
    ["stale", "./scripts is a folder", "steadystate solutions d"],
    ["stale", "frobnicate is not on PATH", "steadystate solutions e"],
  ]);
  const { ctx } = await runbookWorld([entry("f", "kubectl get pods")], {
    env: { PATH: "/nowhere" },
  });
  const { data } = await askIn(ctx, "runbook test");
  expect(data.rows.find((row: Row) => row.what === "tool")).toMatchObject({
    ...{ state: "stale", why: "kubectl is not on PATH", next: "steadystate doctor" },
  });
});

test("a script that may not be looked at is open, and every other answer stands", async () => {
  // No file system has names so long, so that nobody can look at it.
  const name = `./${"x".repeat(300)}`;
  expect(await tools(entry("a", name), entry("b", "./scripts/gone.sh"))).toEqual([
    ["unsure", `${name} cannot be looked at from here`, undefined],
    ["stale", "there is no ./scripts/gone.sh", "steadystate solutions b"],
  ]);
});
