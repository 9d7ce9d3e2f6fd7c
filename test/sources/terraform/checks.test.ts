import { expect, test } from "vitest";
import { printIdentity } from "../../../src/core/identity.ts";
import { terraform } from "../../../src/sources/terraform/index.ts";
import { captured, frame } from "./frame.ts";

test("a check per instance: failed, unanswered and passed are told apart", () => {
  const check = (status: string, more: object = {}) => ({
    address: { kind: "check", name: status, to_display: `check.${status}`, ...more },
    status,
  });
  const instance = (display: string, status: string, module?: string) => ({
    address: { to_display: display, module },
    status,
    problems: [{ message: "first" }, { message: "second" }],
  });
  const seen = terraform.parse(
    captured({
      format_version: "1.2",
      planned_values: {},
      checks: [
        check("pass"),
        check("unknown"),
        check("error"),
        {
          ...check("fail"),
          instances: [
            instance('module.m["a.b"].check.fail', "fail", 'module.m["a.b"]'),
            instance("check.fail", "pass"),
          ],
        },
        {
          address: { kind: "resource", name: "x", to_display: "aws_x.y" },
          status: "fail",
          instances: [instance("aws_x.y[0]", "fail")],
        },
      ],
    }),
    frame(),
  );
  expect(seen.assertions).toEqual({ passed: 1, failed: 2, unknown: 2 });
  expect(
    seen.departures.map((departure) =>
      departure.type === "symptom"
        ? [printIdentity(departure.identity), departure.category, departure.severity]
        : [],
    ),
  ).toEqual([
    ["check.aws_x.y[0]", "CheckFailed", "medium"],
    ["check.error", "CheckUnknown", "low"],
    ["check.unknown", "CheckUnknown", "low"],
    ['module.m["a.b"].check.fail', "CheckFailed", "medium"],
  ]);
  expect(seen.departures[3]).toMatchObject({
    title: 'module.m["a.b"].check.fail failed: first',
    evidence: { "problem 2": "second" },
  });
});

test("a row that did not pass is never taken for its passing instances", () => {
  const passing = [{ address: { to_display: "check.a" }, status: "pass" }];
  const counted = (status: string) =>
    terraform.parse(
      captured({
        format_version: "1.2",
        planned_values: {},
        checks: [
          { address: { kind: "check", name: "a", to_display: "check.a" }, status, instances: passing },
        ],
      }),
      frame(),
    ).assertions;
  expect(counted("pass")).toEqual({ passed: 1, failed: 0, unknown: 0 });
  expect(counted("fail")).toEqual({ passed: 1, failed: 1, unknown: 0 });
  expect(counted("error")).toEqual({ passed: 1, failed: 0, unknown: 1 });
});
