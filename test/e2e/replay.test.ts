import { chmodSync, cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";

const demo = () => {
  const folder = temporaryFolder();
  cpSync(join(import.meta.dirname, "../../examples/demo"), folder.root, { recursive: true });
  return folder;
};

/** Somebody for whom a closed folder is closed; only root can be that somebody. */
const stranger = process.getuid?.() === 0 ? { uid: 65_534 } : {};

test("another process in a folder that cannot be written tells the same bytes, and leaves no file", () => {
  const here = demo();
  const there = temporaryFolder();
  for (const format of [["--json"], [], ["--verbose"]]) {
    const args = ["plan.json", "--fail-on", "high", "--record", "r.json", ...format];
    const first = steadystate(["scan", ...args], { cwd: here.root });
    there.writeRaw("r.json", readFileSync(here.at("r.json")));
    chmodSync(there.root, 0o555);
    const again = steadystate(["replay", "r.json", ...format], {
      ...{ cwd: there.root, env: { PATH: "", STEADYSTATE_PLATFORM_NAMESPACES: "shop" } },
      ...stranger,
    });
    chmodSync(there.root, 0o755);
    expect([again.stdout, again.status]).toEqual([first.stdout, first.status]);
    expect(first.status).toBe(1);
  }
  expect(existsSync(there.at(".steadystate"))).toBe(false);
}, 60_000);

test("a recording that cannot be written is an error with a status of its own", () => {
  const folder = demo();
  folder.write({ "closed/file": "" });
  chmodSync(folder.at("closed"), 0o555);
  chmodSync(folder.root, 0o755);
  const { status, stdout, stderr } = steadystate(
    ["scan", "plan.json", "--stateless", "--record", "closed/r.json"],
    { cwd: folder.root, ...stranger },
  );
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("cannot write");
});
