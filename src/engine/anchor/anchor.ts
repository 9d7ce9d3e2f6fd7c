import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { type Anchor, parseAnchors, printAnchor } from "../../core/audit-anchor.ts";
import { SteadystateError } from "../../errors.ts";
import { confinedFile, pathOf } from "../locate.ts";
import { notedLines, noteLine, notesRef } from "./git.ts";

/** Where anchors go and come from: `stdout`, `git` for notes of the repository, or a file. */
export const staysHere = (where: unknown): boolean => where === undefined || where === "stdout";

/** Keeps an anchor and answers where it went. */
export const keepAnchor = async (where: string, anchor: Anchor, ctx: Context): Promise<string> => {
  if (where === "stdout") return where;
  const line = printAnchor(anchor);
  return where === "git" ? `${notesRef} of ${await noteLine(line, ctx)}` : append(where, line, ctx);
};

/** Anybody's file is left alone: only a new one, or one that holds anchors and nothing else, gets a line. */
const append = async (given: string, line: string, ctx: Context): Promise<string> => {
  const { files } = ctx.hands;
  const path = await confinedFile(given, ctx);
  await files.withLock(path, async () => {
    const before = (await files.readText(path)) ?? "";
    demandAnchors(before, given, "refused");
    const gap = before === "" || before.endsWith("\n") ? "" : "\n";
    await files.writeText(path, `${before}${gap}${line}\n`, 0o644);
  });
  return path;
};

/** Throws `not-found` where there are none, and `input-invalid` where something else stands among them. */
export const readAnchors = async (where: string, ctx: Context): Promise<readonly Anchor[]> => {
  const text =
    where === "git" ? await notedLines(ctx) : await ctx.hands.files.readText(await pathOf(where, ctx));
  const from = where === "git" ? notesRef : resolve(ctx.place.cwd, where);
  const anchors = demandAnchors(text ?? "", from, "input-invalid");
  if (anchors.length > 0) return anchors;
  throw new SteadystateError("not-found", `there is no anchor in ${from}`, {
    hint:
      where === "git"
        ? `git fetch origin ${notesRef}:${notesRef}, or make the first: steadystate history --anchor git`
        : `make the first: steadystate history --anchor ${where}`,
    details: { from },
  });
};

const demandAnchors = (text: string, from: string, code: "refused" | "input-invalid"): readonly Anchor[] => {
  const { anchors, strangeLine } = parseAnchors(text);
  if (strangeLine === undefined) return anchors;
  throw new SteadystateError(code, `line ${strangeLine} of ${from} is no anchor of an audit`, {
    hint: "name another file; every line of one is as steadystate history --anchor stdout prints it",
    details: { from, line: strangeLine },
  });
};
