import { expect, test } from "vitest";
import { defuseWorkflowCommands } from "../../../src/view/escape/workflow.ts";

test.each([
  ["::error::x", ": :error::x"],
  ["ok\n   ::add-mask::x", "ok\n   : :add-mask::x"],
  ["::error file=a.tf,line=1::x", ": :error file=a.tf,line=1::x"],
  ["\u001b[31m::error::x", "\u001b[31m: :error::x"],
  ["a ##[group]b", "a ## [group]b"],
  ["##vso[task.complete]", "## vso[task.complete]"],
  ["::/0 is everywhere, ::1 is here", "::/0 is everywhere, ::1 is here"],
  ["::ffff:10.0.0.1", "::ffff:10.0.0.1"],
  ["std::vector::push", "std::vector::push"],
  ["## heading [x]", "## heading [x]"],
])("%j becomes %j", (raw, safe) => {
  expect(defuseWorkflowCommands(raw)).toBe(safe);
});
