import { z } from "zod";
import type { Check, OtherRead } from "../../core/checks/check.ts";
import { type Checked, checked } from "../problems.ts";
import { common, commonOf, Pattern, Text } from "./common.ts";

/** What ends up in an argument list must not look like an option. */
const Selector = Text.refine((text) => !text.startsWith("-"), { error: "must not begin with -" });
const Namespace = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be the name of a namespace");
const Tail = z.int().positive("must be positive").max(5000, "must be at most 5000").default(200);

const metric = (kind: "kubectl-cpu" | "kubectl-mem") =>
  z.strictObject({
    ...common,
    read: z.strictObject({
      kind: z.literal(kind),
      selector: Selector,
      namespace: Namespace,
      agg: z.enum(["sum", "max", "avg"]).default("sum"),
    }),
    when: z.strictObject({ op: z.enum(["<", ">", "<=", ">=", "==", "!="]), value: z.number() }),
  });

const LogCondition = z.strictObject({ pattern: Pattern, expect: z.enum(["present", "absent"]) });

/** Kinds that this version knows but does not read. */
const others = {
  "kubectl-cpu": metric("kubectl-cpu"),
  "kubectl-mem": metric("kubectl-mem"),
  "kubectl-log": z.strictObject({
    ...common,
    read: z.strictObject({
      kind: z.literal("kubectl-log"),
      selector: Selector,
      namespace: Namespace,
      tail: Tail,
    }),
    when: LogCondition,
  }),
  "docker-log": z.strictObject({
    ...common,
    read: z.strictObject({
      kind: z.literal("docker-log"),
      selector: Selector,
      namespace: z.string().optional(),
      tail: Tail,
    }),
    when: LogCondition,
  }),
  "ansible-service": z.strictObject({
    ...common,
    read: z.strictObject({
      kind: z.literal("ansible-service"),
      selector: Selector,
      namespace: z.string().optional(),
      service: Selector,
    }),
    when: z.strictObject({ expect: z.enum(["active", "inactive"]) }),
  }),
} as const satisfies Readonly<Record<OtherRead["kind"], z.ZodType>>;

/** One entry of another kind: carried with its condition, and not read. */
export const readOtherEntry = (kind: OtherRead["kind"], entry: unknown): Checked<Check> => {
  const read = checked(others[kind], entry);
  if (!read.ok) return read;
  const { read: asked, when } = read.value;
  return { ok: true, value: { ...commonOf(read.value), read: { ...asked, when }, when: notOverHttp } };
};

const notOverHttp: Check["when"] = {
  status: { is: [], severity: undefined },
  body: undefined,
  json: [],
  latency: undefined,
  certificate: undefined,
};
