import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { looksLikeStack, steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";
import { startSteadystate } from "../support/start.ts";
import { askStore, filesOf, isSound, planOf, storeOf } from "./store.ts";

const check = (name: string) =>
  JSON.stringify({
    name,
    read: { kind: "http", url: "https://shop.example/healthz" },
    emit: { severity: "high", title: "down" },
  });

test("eight scans of eight scopes at once, and readers among them, lose nothing", async () => {
  const folder = temporaryFolder(
    Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`p${n}.json`, planOf(40, "new")])),
  );
  const writers = Array.from({ length: 8 }, (_, n) =>
    startSteadystate(["scan", `p${n}.json`, "--label", `env${n}`], { cwd: folder.root }),
  );
  const readers = ["summary", "findings", "history", "health"].map((verb) =>
    startSteadystate([verb, "--json"], { cwd: folder.root }),
  );
  const wrote = await Promise.all(writers.map(({ ended }) => ended));
  expect(wrote.map(({ status, stderr }) => [status, looksLikeStack(stderr)])).toEqual(
    wrote.map(() => [0, false]),
  );
  const read = await Promise.all(readers.map(({ ended }) => ended));
  // Nothing was asserted, so health cannot tell.
  expect(read.map(({ status, stderr }) => [status, stderr])).toEqual(
    [0, 0, 0, 3].map((status) => [status, ""]),
  );
  for (const { stdout } of read) expect(JSON.parse(stdout).schema).toMatch(/^steadystate\//);
  const file = storeOf(folder);
  expect(isSound(file)).toBe(true);
  expect(askStore(file, "select count(*) n from scans")).toEqual([{ n: 8 }]);
  expect(askStore(file, "select scope_id, count(*) n from findings group by scope_id")).toEqual(
    Array.from({ length: 8 }, (_, n) => ({ scope_id: n + 1, n: 40 })),
  );
  expect(askStore(file, "select count(*) n from leases")).toEqual([{ n: 0 }]);
});

test("eight people muting, and eight adding a check, at once: each is kept", async () => {
  const folder = temporaryFolder({ "plan.json": planOf(8, "new") });
  steadystate(["scan", "plan.json"], { cwd: folder.root });
  const listed = JSON.parse(steadystate(["findings", "--json"], { cwd: folder.root }).stdout);
  const prints: readonly string[] = listed.data.findings.map(
    ({ fingerprint }: { fingerprint: string }) => fingerprint,
  );
  expect(prints).toHaveLength(8);
  const running = [
    ...prints.map((print) =>
      startSteadystate(["mute", print, "--commit", "--note", "known"], { cwd: folder.root }),
    ),
    ...prints.map((_, n) => startSteadystate(["add-check", check(`check-${n}`)], { cwd: folder.root })),
  ];
  const ended = await Promise.all(running.map(({ ended: one }) => one));
  expect(ended.map(({ status, stderr }) => [status, stderr.includes("error:")])).toEqual(
    ended.map(() => [0, false]),
  );
  expect(Object.keys(JSON.parse(readFileSync(folder.at("steadystate/mutes.json"), "utf8")))).toEqual(
    [...prints].sort(),
  );
  const checks: readonly { readonly name: string }[] = JSON.parse(
    readFileSync(folder.at("steadystate/checks.json"), "utf8"),
  );
  expect(checks.map(({ name }) => name).sort()).toEqual(prints.map((_, n) => `check-${n}`));
  expect(askStore(storeOf(folder), "select count(*) n from suppressions")).toEqual([{ n: 8 }]);
  expect(askStore(storeOf(folder), "select count(*) n from events where transition = 'muted'")).toEqual([
    { n: 8 },
  ]);
  expect(filesOf(folder)).toEqual([".gitignore", "checks.json", "key", "mutes.json", "state.db"]);
});
