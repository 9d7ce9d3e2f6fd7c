import { resolve } from "node:path";
import { z } from "zod";
import type { Check } from "../../core/checks/check.ts";
import { parseJsonPath } from "../../core/checks/json-path.ts";
import { parseStatus } from "../../core/checks/status.ts";
import { type Checked, checked } from "../problems.ts";
import { common, commonOf, Duration, Pattern, SeverityName, Span, Text } from "./common.ts";
import { Headers } from "./headers.ts";
import { JsonEntry, jsonDemandOf } from "./json.ts";
import { asWritten, unfolded } from "./shorthand.ts";

const isWebAddress = (text: string): boolean =>
  /^https?:\/\//.test(text) && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const Read = z.strictObject({
  kind: z.literal("http"),
  url: z.string().trim().refine(isWebAddress, { error: "must be an http:// or https:// address" }),
  method: z
    .string()
    .trim()
    .toUpperCase()
    .pipe(z.enum(["GET", "HEAD"]))
    .default("GET"),
  headers: Headers.default({}),
  follow: z.int().min(0, "must not be negative").max(10, "must be at most 10").default(0),
  timeout: Span.refine((span) => span <= 60_000, { error: "must be at most 60s" }).default(10_000),
  retries: z.int().min(0, "must not be negative").max(5, "must be at most 5").default(0),
  tls: z.strictObject({ ca_file: Text.optional() }).default({}),
});

const Statuses = z.unknown().transform((written, context) => {
  const list: readonly unknown[] = Array.isArray(written) ? written : [written];
  const ranges = list.flatMap((one) => parseStatus(one) ?? []);
  if (ranges.length === list.length && list.length > 0) return ranges;
  context.addIssue({
    code: "custom",
    message: 'must be an HTTP status such as 200 or "2xx", or a list of them',
  });
  return z.NEVER;
});

const When = z.strictObject({
  status: z.strictObject({ is: Statuses, severity: SeverityName }).prefault({ is: 200 }),
  body: z.strictObject({ matches: Pattern, severity: SeverityName }).optional(),
  json: z.array(JsonEntry).default([]),
  latency: z.strictObject({ max: Span, severity: SeverityName }).optional(),
  certificate: z.strictObject({ min: Duration, severity: SeverityName }).optional(),
});

const HttpCheck = z
  .strictObject({ ...common, read: Read, when: When.prefault({}) })
  .superRefine(({ read, when }, context) => {
    const complain = (part: string, message: string): void =>
      context.addIssue({ code: "custom", path: ["when", part], message });
    if (read.method === "HEAD") {
      if (when.body !== undefined) complain("body", "can never be found: a HEAD request brings no body");
      if (when.json.length > 0) complain("json", "can never be found: a HEAD request brings no body");
    }
    if (when.certificate !== undefined && !read.url.startsWith("https:"))
      complain("certificate", "needs an https:// address");
  });

/** One entry of kind `http`; `folder` is where the file stands that it is written in. */
export const readHttpEntry = (entry: unknown, folder: string): Checked<Check> => {
  const read = checked(HttpCheck, unfolded(entry));
  if (!read.ok) return { ok: false, problems: read.problems.map((problem) => asWritten(problem, entry)) };
  const { read: asked, when } = read.value;
  const { tls, ...rest } = asked;
  return {
    ok: true,
    value: {
      ...commonOf(read.value),
      read: { ...rest, ca: tls.ca_file === undefined ? undefined : resolve(folder, tls.ca_file) },
      when: {
        status: { is: when.status.is, severity: when.status.severity },
        body: when.body && { is: when.body.matches, severity: when.body.severity },
        json: when.json.map(({ severity, ...one }) => ({
          is: jsonDemandOf(one, parseJsonPath(one.path) ?? []),
          severity,
        })),
        latency: when.latency && { is: when.latency.max, severity: when.latency.severity },
        certificate: when.certificate && { is: when.certificate.min, severity: when.certificate.severity },
      },
    },
  };
};
