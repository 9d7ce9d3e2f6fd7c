import { basename } from "node:path";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { pathOf } from "../../engine/locate.ts";
import { memoryRemarks } from "../../engine/mute-remarks.ts";
import { SteadystateError } from "../../errors.ts";
import type { FileReport } from "../../intent/validate.ts";
import type { Block } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import { guess } from "../typed.ts";
import { defineVerb } from "../verb.ts";

const Input = z.strictObject({
  files: z
    .array(z.string().min(1))
    .default([])
    .describe("name or path of a committed file, such as checks.json; all of them without one"),
});

const Remark = z.strictObject({
  path: z.string(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  entry: z.string().optional().describe("index in the list, name, or table"),
  why: z.string(),
});
type Remark = z.infer<typeof Remark>;

const FileRow = z.strictObject({
  file: z.string(),
  path: z.string(),
  present: z.boolean(),
  entries: z.number().int().describe("good entries; for config.toml its tables"),
  faults: z.array(Remark),
  remarks: z.array(Remark).describe("right, and worth knowing: a draft, a table that nothing uses yet"),
});
type FileRow = z.infer<typeof FileRow>;

const Output = z.strictObject({
  valid: z.boolean().describe("no file has a fault"),
  faults: z.number().int(),
  remarks: z.number().int(),
  files: z.array(FileRow),
});
type Output = z.infer<typeof Output>;

export const validate = defineVerb({
  name: "validate",
  room: "setup",
  summary: "Judge every committed file, fault by line and column",
  tier: "read",
  effect: "none",
  doors: "all",
  input: Input,
  positionals: ["files"],
  examples: ["validate", "validate checks.json", "validate steadystate/config.toml --json"],
  output: Output,
  async run({ files: asked }, ctx) {
    const judged = await ctx.committed.judge(
      asked.length === 0 ? undefined : await Promise.all(asked.map((given) => askedFile(given, ctx))),
    );
    const files = await withMemory(judged, ctx);
    const faults = files.reduce((sum, file) => sum + file.faults.length, 0);
    return {
      valid: faults === 0,
      faults,
      remarks: files.reduce((sum, file) => sum + file.remarks.length, 0),
      files: files.map((file) => ({ ...file, faults: [...file.faults], remarks: [...file.remarks] })),
    };
  },
  view: (result) => [
    headLine(result),
    ...result.files.flatMap(({ faults }) => faults.map((fault) => remarkLine(fault, "bad"))),
    ...result.files.flatMap(({ remarks }) => remarks.map((remark) => remarkLine(remark, "warn"))),
    filesTable(result.files),
    nextStep(result),
  ],
  outcome: ({ valid }) => (valid ? "done" : "tripped"),
});

/** What memory knows of the mutes and waivers stands beside what their files say. */
const withMemory = async (files: readonly FileReport[], ctx: Context): Promise<readonly FileReport[]> => {
  const known = files.some(
    ({ file, present }) => present && (file === "mutes.json" || file === "waivers.toml"),
  );
  const told = known ? await memoryRemarks(ctx) : [];
  return files.map((report) => ({
    ...report,
    remarks: [
      ...report.remarks,
      ...told
        .filter(({ file }) => report.present && file === report.file)
        .map(({ entry, why }) => ({ path: report.path, line: undefined, column: undefined, entry, why })),
    ],
  }));
};

/** `checks.json` is the one in use; with a folder before it, exactly that file. */
const askedFile = async (given: string, ctx: Context) => {
  const { names } = ctx.committed;
  const file = names.find((name) => name === basename(given));
  if (file === undefined) {
    throw new SteadystateError("usage", `${given} is no committed file${guess(basename(given), names)}`, {
      hint: `one of: ${names.join(", ")}`,
      details: { file: given, known: names },
    });
  }
  return { file, path: given === file ? undefined : await pathOf(given, ctx) };
};

const headLine = ({ valid, faults, files }: Output): Block => {
  const present = files.filter((file) => file.present);
  if (!valid) {
    const broken = files.filter((file) => file.faults.length > 0).length;
    return { kind: "heading", text: `${plural(faults, "fault")} in ${plural(broken, "file")}` };
  }
  if (present.length === 0) return { kind: "line", tone: "warn", text: "no committed file is here" };
  return { kind: "line", tone: "good", text: `${plural(present.length, "committed file")}, no fault` };
};

const remarkLine = ({ path, line, column, entry, why }: Remark, tone: "bad" | "warn"): Block => {
  const place = [path, line, column].filter((part) => part !== undefined).join(":");
  return { kind: "line", tone, text: `${place}: ${entry === undefined ? "" : `${entry}: `}${why}` };
};

const filesTable = (files: readonly FileRow[]): Block => ({
  kind: "table",
  columns: [
    { title: "File" },
    { title: "Where", grow: true },
    { title: "Good", align: "right" },
    { title: "Faults", align: "right" },
  ],
  rows: files.map(({ file, path, present, entries, faults }) => [
    file,
    present ? path : "absent",
    present ? String(entries) : "",
    faults.length === 0 ? "" : String(faults.length),
  ]),
});

const nextStep = ({ valid, files }: Output): Block => {
  const [first] = files.flatMap(({ faults }) => faults);
  const empty = files.every(({ present }) => !present);
  const commands =
    empty && valid
      ? [{ command: "steadystate doctor", why: "what is set up here, and what is missing" }]
      : valid
        ? [{ command: "steadystate health", why: "is it working, by these checks" }]
        : [{ command: "steadystate validate", why: `again, after mending ${first?.path ?? "the files"}` }];
  return { kind: "next", commands };
};
