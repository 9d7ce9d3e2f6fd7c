import { expect, test } from "vitest";
import { failureOf } from "../../../src/platform/terraform/failure.ts";

const failure = (stderr: string, argv: readonly string[] = ["terraform", "plan", "-no-color"]) =>
  failureOf({ argv, exit: 1, stdout: "", stderr, durationMs: 5 }, "/infra");
const framed = (...lines: readonly string[]) =>
  ["╷", ...lines.map((line) => `│ ${line}`), "╵", ""].join("\n");

test("the first error in words, with the number of the others; warnings are none", () => {
  const error = failure(
    framed("Warning: old", "", "not this") +
      framed(
        "Error: Bad thing",
        "",
        '  on a.tf line 3, in variable "x":',
        '   3:   password = "CANARY"',
        "",
        "It is bad.",
        "Really.",
      ) +
      framed("Error: Worse thing", "", "Much."),
  );
  expect(error.message).toBe("terraform plan failed: Bad thing at a.tf:3: It is bad. Really. (and 1 more)");
  expect(error.details).toMatchObject({
    errors: ["Bad thing", "Worse thing"],
    file: "a.tf",
    line: 3,
    exit: 1,
    durationMs: 5,
  });
});

test("secrets in the tool's own words are masked", () => {
  const error = failure(framed("Error: No answer", "", "dial postgres://app:CANARY@db: refused"));
  expect(error.message).toBe("terraform plan failed: No answer: dial postgres://app:‹secret›@db: refused");
});

test.each([
  ["without a frame", "panic: at the disco\n\n", "terraform plan failed: panic: at the disco"],
  ["without a word", "", "terraform plan failed: exit status 1 and no word"],
])("%s", (_name, stderr, message) => {
  expect(failure(stderr).message).toBe(message);
});

test.each([
  [
    "plugins",
    framed(
      "Error: Required plugins are not installed",
      "",
      "To download the plugins, run:",
      "  terraform init",
    ),
  ],
  ["backend", framed('Error: Backend initialization required, please run "terraform init"')],
  [
    "a word broken over two lines",
    framed("Error: Inconsistent dependency lock file", "", "update it by running terraform", "init"),
  ],
])("what init would mend says so: %s", (_name, stderr) => {
  expect(failure(stderr)).toMatchObject({ code: "not-initialised", hint: "terraform -chdir=/infra init" });
  expect(failure(stderr, ["tofu", "plan"]).hint).toBe("tofu -chdir=/infra init");
});
