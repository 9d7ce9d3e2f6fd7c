import type { z } from "zod";
import type { Context } from "../../context.ts";
import { readRecording } from "../../core/recording/read.ts";
import type { Judging } from "../../core/recording/recording.ts";
import { writeRecording } from "../../core/recording/write.ts";
import { demandRecordable, keepRecording } from "../../engine/record.ts";
import { SteadystateError } from "../../errors.ts";
import { version } from "../../version.ts";
import { answerOf } from "./looked.ts";
import type { ScannedOutput } from "./scanned.ts";
import { stamped } from "./stamp.ts";

/** The answer of a scan that only observed, from all that it is made of. */
export const answerAgain = (judging: Judging): z.infer<typeof ScannedOutput> => {
  const result = { ...answerOf(judging), autonomy: "observe" as const, settled: [] };
  return stamped(result, { verb: "scan", at: judging.now });
};

/**
 * Records a look and answers from the recording itself, so that whoever replays it reads the same. Where nothing comes of the
 * look, the file is left as it was, and that is told.
 */
export const recordLook = async (
  file: string,
  look: () => Promise<{ readonly judging: Judging }>,
  ctx: Context,
): Promise<z.infer<typeof ScannedOutput>> => {
  await demandRecordable(file, ctx);
  const { judging } = await look().catch((failure: unknown) => {
    ctx.notice(`nothing was recorded, and ${file} is as it was`);
    throw failure;
  });
  const text = writeRecording(judging, version);
  const read = readRecording(text);
  if (!read.ok) throw new SteadystateError("bug", `what was to be recorded ${read.why}`);
  await keepRecording(file, text, ctx);
  return answerAgain(read.judging);
};
