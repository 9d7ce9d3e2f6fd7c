import { expect, test } from "vitest";
import { loadTargets } from "../../src/intent/targets.ts";
import { makeFiles } from "../../src/system/files.ts";
import { contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

const loaded = async (env: unknown) => {
  const folder = temporaryFolder({ "targets.json": { eu: { source: "k8s-live", context: "eu", env } } });
  const { entries, faults } = await loadTargets(folder.at("targets.json"), makeFiles(), { explicit: true });
  return { env: entries.map((target) => target.env), faults: faults.map(({ why }) => why) };
};

test("a target lends variables by name, and none where it says nothing", async () => {
  expect(await loaded(["AWS_PROFILE", "_X1"])).toEqual({ env: [["AWS_PROFILE", "_X1"]], faults: [] });
  expect(await loaded(undefined)).toEqual({ env: [[]], faults: [] });
});

test("what no child gets, and what is no name of a variable, makes the target unusable", async () => {
  for (const name of [
    "GITHUB_TOKEN",
    "STEADYSTATE_BOUND",
    "ANTHROPIC_API_KEY",
    "SLACK_BOT_TOKEN",
    "TF_CLI_ARGS",
  ])
    expect(await loaded([name]), name).toEqual({
      env: [],
      faults: [expect.stringContaining("hands to nobody")],
    });
  for (const name of ["lower", "A=b", "A B", "1A", "", "A\n", "-A", "Ä"])
    expect(await loaded([name]), name).toEqual({
      env: [],
      faults: [expect.stringContaining("the name of a variable")],
    });
  expect((await loaded("AWS_PROFILE")).env).toEqual([]);
});

test("only those that are set are lent, and never one that is withheld", async () => {
  const env = { AWS_PROFILE: "ops", GITHUB_TOKEN: "canary", EMPTY_ONE: " " };
  const { lent } = await contextIn(temporaryFolder().root, { env });
  expect(lent(["AWS_PROFILE", "GITHUB_TOKEN", "EMPTY_ONE", "STEADYSTATE_NOT_SET"])).toEqual({
    AWS_PROFILE: "ops",
  });
});
