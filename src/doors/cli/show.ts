import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Context } from "../../context.ts";
import { SteadystateError } from "../../errors.ts";
import type { Reply } from "../../verbs/dispatch.ts";
import { oneLine } from "../../view/escape/terminal.ts";
import { renderTerminal } from "../../view/terminal.ts";
import { instant } from "../../view/words.ts";
import type { Streams } from "../door.ts";
import { ended, screenOf } from "../screen.ts";
import type { Wishes } from "./globals.ts";
import { late } from "./late.ts";
import type { Out } from "./out.ts";

type Done = Extract<Reply, { ok: true }>;
type Failed = Extract<Reply, { ok: false }>;

/** Where one answer goes, and how. */
export type Sink = { readonly out: Out; readonly wishes: Wishes; readonly streams: Streams };

/** The one document of `--json`, for success and failure alike. */
export const envelope = (
  verb: string | undefined,
  now: number,
  answer: { readonly data: unknown } | { readonly error: unknown },
) => ({
  schema: `steadystate/${(verb ?? "error").replaceAll(" ", "-")}/v1`,
  ok: "data" in answer,
  generated_at: instant(now),
  ...answer,
});

export const showReply = async (reply: Done, now: number, { out, wishes, streams }: Sink): Promise<void> => {
  const verbatim = wishes.format === "text" || wishes.format === "plain" ? reply.verbatim() : undefined;
  if (verbatim !== undefined) return out.result(verbatim);
  switch (wishes.format) {
    case "json":
    case "bare":
      return writeDocument(documentOf(reply, now, wishes.format), out.result);
    case "plain":
      return out.result(ended((await late.plain()).renderPlain(reply.doc())));
    case "markdown":
      return out.result(ended((await late.markdown()).renderMarkdown(reply.doc())));
    case "text":
      return out.result(ended(renderTerminal(reply.doc(), screenOf(streams, wishes.color))));
  }
};

/** An error goes to stderr as a sentence and its next step, or to stdout as the one JSON document. */
export const showError = async (
  { verb, error }: Failed | Stumble,
  now: number,
  { out, wishes }: Sink,
): Promise<void> => {
  // A result that broke off half-way cannot be followed by a second document.
  if ((wishes.format === "json" || wishes.format === "bare") && !out.begun()) {
    await writeDocument(errorEnvelope(verb, now, error), out.result);
  } else {
    out.say(errorText(error));
  }
  if (wishes.debug) for (const line of traceOf(error)) out.say(line);
};

/** An error before a verb was known. */
export type Stumble = { readonly verb: string | undefined; readonly error: SteadystateError };

/** Writes the answer to each `--output` too: also a failure, so that no file of an earlier run passes for this one's. */
export const writeOutputs = async (
  reply: Reply,
  now: number,
  wishes: Wishes,
  { place, hands }: Pick<Context, "place" | "hands">,
): Promise<void> => {
  for (const path of wishes.outputs) {
    await demandPlain(path, place.cwd, hands.files);
    await hands.files.writeText(resolve(place.cwd, path), await outputText(path, reply, now, wishes));
  }
};

/** A link that somebody committed would let a pull request choose what a pipeline overwrites. */
const demandPlain = async (given: string, cwd: string, files: Context["hands"]["files"]): Promise<void> => {
  const path = resolve(cwd, given);
  const folder = dirname(path);
  // What is not there is told by the writing of it.
  if ((await files.kindOf(folder)) === undefined) return;
  const step = relative(cwd, folder);
  const isOurs = !isAbsolute(given) && !isAbsolute(step) && !step.split(sep).includes("..");
  const realFolder = await files.real(folder);
  const expected = isOurs ? join(await files.real(cwd), step) : realFolder;
  const isThere = (await files.kindOf(path)) !== undefined;
  const real = isThere ? await files.real(path) : join(realFolder, basename(path));
  if (real === join(expected, basename(path))) return;
  throw new SteadystateError("refused", `--output ${given} leads through a link, and nothing was written`, {
    hint: "remove the link, or give the path that is meant",
    details: { path },
  });
};

const outputText = async (path: string, reply: Reply, now: number, { format }: Wishes): Promise<string> => {
  const ending = path.slice(path.lastIndexOf(".")).toLowerCase();
  if (ending === ".json") {
    const chunks: Uint8Array[] = [];
    await writeDocument(documentOf(reply, now, format), (chunk) => {
      chunks.push(chunk);
      return Promise.resolve();
    });
    return Buffer.concat(chunks).toString("utf8");
  }
  if (!reply.ok) return `${errorText(reply.error)}\n`;
  const doc = reply.doc();
  return ended(
    ending === ".md" ? (await late.markdown()).renderMarkdown(doc) : (await late.plain()).renderPlain(doc),
  );
};

const documentOf = (reply: Reply, now: number, format: Wishes["format"]): unknown => {
  if (!reply.ok) return errorEnvelope(reply.verb, now, reply.error);
  return format === "bare" ? reply.bare() : envelope(reply.verb, now, { data: reply.data });
};

/** Row by row: the document is never one string. */
export const writeDocument = async (
  value: unknown,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<void> => {
  const { writeJson } = await late.json();
  let written: Promise<unknown> = Promise.resolve();
  writeJson(value, (chunk) => {
    written = Promise.all([written, write(chunk)]);
  });
  await written;
};

const errorEnvelope = (verb: string | undefined, now: number, error: SteadystateError) => {
  const { code, exit, message, hint, details } = error;
  return envelope(verb, now, { error: { code, exit, message, hint, details } });
};

/** The sentence, how it is used, the next step: a line for each. */
export const errorText = ({ message, hint, details }: SteadystateError): string =>
  [
    `error: ${oneLine(message)}`,
    ...(typeof details["usage"] === "string" ? [`usage: ${details["usage"]}`] : []),
    ...(hint === undefined ? [] : [`next: ${oneLine(hint)}`]),
  ].join("\n");

/** Where it came from: kinds and places, never messages, which may hold values. */
const traceOf = (error: SteadystateError): readonly string[] => {
  const links: Error[] = [error];
  for (let next = error.cause; next instanceof Error && links.length < 5; next = next.cause) links.push(next);
  return links.flatMap((link) => [
    `${link.constructor.name}:`,
    ...(link.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)),
  ]);
};
