import { z } from "zod";
import type { Check, OtherRead } from "../core/checks/check.ts";
import { nearest } from "../core/nearest.ts";
import { compilePattern } from "../core/pattern.ts";
import { severities } from "../core/severity.ts";
import type { Files } from "../system/files.ts";
import { loadEntries } from "./entries.ts";
import type { Loaded } from "./intent.ts";
import { type Checked, checked } from "./problems.ts";

/** checks.json: the good checks, and a fault for everything that is not one. */
export const loadChecks = (
  path: string,
  files: Files,
  { explicit }: { readonly explicit: boolean },
): Promise<Loaded<Check>> => loadEntries(path, files, { plural: "checks", read: readCheck, explicit });

const Text = z.string().trim().min(1, "must not be empty");
const Pattern = Text.superRefine((text, context) => {
  const pattern = compilePattern(text);
  if (!pattern.ok) context.addIssue({ code: "custom", message: `is no usable pattern: ${pattern.why}` });
});

/** What ends up in an argument list must not look like an option. */
const Selector = Text.refine((text) => !text.startsWith("-"), { error: "must not begin with -" });
const Namespace = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be the name of a namespace");
const Tail = z.int().positive("must be positive").max(5000, "must be at most 5000").default(200);

const common = {
  name: Text,
  workload: Text.optional(),
  emit: z.strictObject({ severity: z.enum(severities), title: Text }),
};

const isWebAddress = (text: string): boolean =>
  /^https?:\/\//.test(text) && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const HttpCheck = z
  .strictObject({
    ...common,
    read: z.strictObject({
      kind: z.literal("http"),
      url: z.string().trim().refine(isWebAddress, { error: "must be an http:// or https:// address" }),
      method: z
        .string()
        .trim()
        .toUpperCase()
        .pipe(z.enum(["GET", "HEAD"]))
        .default("GET"),
    }),
    when: z
      .strictObject({
        status: z.int().min(100, "must be an HTTP status").max(599, "must be an HTTP status").default(200),
        body: z
          .string()
          .transform((text) => (text === "" ? undefined : text))
          .optional(),
      })
      .prefault({}),
  })
  .superRefine(({ read, when }, context) => {
    if (when.body === undefined) return;
    const complain = (message: string): void =>
      context.addIssue({ code: "custom", path: ["when", "body"], message });
    if (read.method === "HEAD") complain("can never be found: a HEAD request brings no body");
    const pattern = compilePattern(when.body);
    if (!pattern.ok) complain(`is no usable pattern: ${pattern.why}`);
  });

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

const readCheck = (entry: unknown): Checked<Check> => {
  const kind = kindOf(entry);
  if (!kind.ok) return kind;
  if (kind.value === "http") {
    const read = checked(HttpCheck, entry);
    if (!read.ok) return read;
    const { name, workload, emit, when } = read.value;
    return {
      ok: true,
      value: { name, workload, emit, read: read.value.read, when: { status: when.status, body: when.body } },
    };
  }
  const read = checked(others[kind.value], entry);
  if (!read.ok) return read;
  const { name, workload, emit, when } = read.value;
  return {
    ok: true,
    value: {
      name,
      workload,
      emit,
      read: { ...read.value.read, when },
      when: { status: 200, body: undefined },
    },
  };
};

type Kind = Check["read"]["kind"];
const kinds: readonly Kind[] = [
  "http",
  "kubectl-cpu",
  "kubectl-mem",
  "kubectl-log",
  "docker-log",
  "ansible-service",
];

/** Decided first, so that every other problem is said in terms of the kind that was meant. */
const kindOf = (entry: unknown): Checked<Kind> => {
  const shape = checked(z.object({ read: z.object({ kind: z.string() }) }), entry);
  if (!shape.ok) return shape;
  const typed = shape.value.read.kind;
  const known = kinds.find((kind) => kind === typed);
  if (known !== undefined) return { ok: true, value: known };
  const close = nearest(typed, kinds);
  const why = `must be one of ${kinds.join(", ")}${close === undefined ? "" : `, did you mean ${close}?`}`;
  return { ok: false, problems: [{ path: ["read", "kind"], part: "value", why }] };
};
