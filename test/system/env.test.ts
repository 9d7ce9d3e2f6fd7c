import { expect, test } from "vitest";
import { processEnvironment, readEnv, variables } from "../../src/system/env.ts";

test("a value is trimmed, and empty is unset", () => {
  const env = readEnv({
    STEADYSTATE_CONFIG: "  a b.toml \n",
    STEADYSTATE_CHECKS: "  ",
    STEADYSTATE_STATE: undefined,
  });
  expect(env.get("STEADYSTATE_CONFIG")).toBe("a b.toml");
  expect(env.get("STEADYSTATE_CHECKS")).toBeUndefined();
  expect(env.get("STEADYSTATE_STATE")).toBeUndefined();
  expect(env.get("HOME")).toBeUndefined();
});

test("the process environment is what the process has", () => {
  expect(readEnv(processEnvironment()).get("PATH")).not.toBeUndefined();
});

const facts = Object.entries(variables);

test.each(facts)("%s has one line for people", (name, { doc }) => {
  expect(name).toMatch(/^[A-Za-z][A-Za-z_]*$/);
  expect(doc).toMatch(/^\S.{5,110}\S$/u);
  expect(doc).not.toMatch(/[.\n]$/);
});

test("what opens a door is secret", () => {
  const telling = facts.filter(([name]) => /_TOKEN$|_KEY$|SECRET$|PASSWORD$|WEBHOOK_URL$/.test(name));
  const open = telling.filter(([, { secret }]) => !secret).map(([name]) => name);
  expect(open).toEqual(["STEADYSTATE_DISCORD_PUBLIC_KEY"]);
});
