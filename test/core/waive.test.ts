import { expect, test } from "vitest";
import { resourcePattern } from "../../src/core/waive.ts";

test.each([
  ["aws_s3_bucket.logs", "aws_s3_bucket.logs", true],
  ["aws_s3_bucket.logs", "aws_s3_bucket_logs", false],
  ["aws_s3_bucket.*", "aws_s3_bucket.logs", true],
  ["aws_s3_bucket.*", "module.a.aws_s3_bucket.logs", false],
  ["*", 'module.a["x"].aws_s3_bucket.db["k.1"]', true],
  ['*.db["k.1"]', 'module.a["x"].aws_s3_bucket.db["k.1"]', true],
  ['*.db["k.1"]', 'module.a["x"].aws_s3_bucket.db["kx1"]', false],
  ["b.?", "b.x", true],
  ["b.?", "b.xy", false],
  ["(a|b)", "a", false],
  ["a*", "a\nb", true],
])("%s covers %s: %s", (pattern, name, covers) => {
  const compiled = resourcePattern(pattern);
  expect(compiled.ok && compiled.test(name)).toBe(covers);
});
