import { dirname, resolve } from "node:path";
import type { Context } from "../context.ts";
import { decodeText } from "../core/document.ts";
import { type ReadRecording, readRecording } from "../core/recording/read.ts";
import { beginsRecording } from "../core/recording/recording.ts";
import { SteadystateError } from "../errors.ts";

/**
 * The file that a look is to be recorded in, made absolute. Throws before anything is looked at: `refused` for an agent, and
 * where something stands there that is no recording; `input-invalid` where no file can stand.
 */
export const demandRecordable = async (given: string, ctx: Context): Promise<string> => {
  const { files } = ctx.hands;
  if (ctx.actor.class === "agent")
    throw new SteadystateError("refused", "an agent records nothing: the file is the caller's own", {
      hint: "leave out record, or ask a person to run: steadystate scan --record FILE",
    });
  const path = resolve(ctx.place.cwd, given);
  const kind = await files.kindOf(path);
  if (kind === undefined) await demandFolder(dirname(path), given, ctx);
  else if (kind !== "file")
    throw noPlace(given, kind === "folder" ? "it is a folder" : "it is no plain file");
  else if (!(await isOurs(path, ctx)))
    throw new SteadystateError("refused", `${given} is there already, and it is no recording`, {
      hint: "name another file, or move that one away",
      details: { path },
    });
  return path;
};

/** An empty file holds nothing that could be lost. */
const isOurs = async (path: string, ctx: Context): Promise<boolean> => {
  const { bytes } = await ctx.hands.files.readHead(path, 200);
  return bytes.length === 0 || beginsRecording(new TextDecoder().decode(bytes));
};

const demandFolder = async (folder: string, given: string, ctx: Context): Promise<void> => {
  if ((await ctx.hands.files.kindOf(folder)) !== "folder")
    throw noPlace(given, `there is no folder ${folder}`);
};

const noPlace = (given: string, why: string): SteadystateError =>
  new SteadystateError("input-invalid", `nothing can be recorded in ${given}: ${why}`, {
    hint: "name a file in a folder that is there",
    details: { path: given },
  });

/** Writes a recording whole or not at all. Throws as {@link demandRecordable}, for what happened meanwhile. */
export const keepRecording = async (given: string, text: string, ctx: Context): Promise<void> =>
  ctx.hands.files.writeText(await demandRecordable(given, ctx), text);

const cap = 512 * 1024 * 1024;

/** The recording that a file holds. Throws `not-found` and `input-invalid` that say what to do. */
export const openRecording = async (
  given: string,
  ctx: Context,
): Promise<Extract<ReadRecording, { ok: true }>> => {
  const { files } = ctx.hands;
  const path = resolve(ctx.place.cwd, given);
  const kind = await files.kindOf(path);
  if (kind === undefined)
    throw new SteadystateError("not-found", `there is no file ${given}`, {
      hint: `make it: steadystate scan --record ${given}`,
      details: { path },
    });
  if (kind === "folder") throw unreadable(given, "is a folder", "name the file that scan --record wrote");
  const decoded = decodeText(await files.readBytes(path, cap));
  if (!decoded.ok) throw unreadable(given, `is no recording: ${decoded.why}`, again);
  const read = readRecording(decoded.text);
  if (!read.ok) throw unreadable(given, read.why, read.hint);
  return read;
};

const again = "name the file that scan --record wrote";

const unreadable = (given: string, why: string, hint: string): SteadystateError =>
  new SteadystateError("input-invalid", `${given} ${why}`, { hint, details: { path: given } });
