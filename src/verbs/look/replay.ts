import { z } from "zod";
import { openRecording } from "../../engine/record.ts";
import { version } from "../../version.ts";
import { Verbose } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { answerAgain } from "./recorded.ts";
import { ScannedOutput, scannedTail } from "./scanned.ts";

export const replay = defineVerb({
  name: "replay",
  room: "look",
  summary: "Answer again what a recorded scan answered",
  tier: "read",
  effect: "none",
  doors: "local",
  input: z.strictObject({
    file: z.string().min(1).describe("file that scan --record wrote"),
    verbose: Verbose,
  }),
  positionals: ["file"],
  examples: ["replay incident.json", "replay incident.json --json"],
  details: [
    "Works it out anew from the recording alone, without clock, memory, tools",
    "or network: the same version prints the same bytes and ends with the same",
    "status. For a corpus of real incidents that a new version must answer as",
    "the old one did, for a bug report that reproduces, and for the record.",
  ],
  output: ScannedOutput,
  async run({ file }, ctx) {
    const { judging, changed, ...recorded } = await openRecording(file, ctx);
    if (recorded.version !== version)
      ctx.notice(`steadystate ${recorded.version} recorded this, and ${version} may answer otherwise`);
    if (changed) ctx.notice(`${file} was changed since it was recorded: this answers what it says now`);
    for (const { warnings } of judging.observations) for (const warning of warnings) ctx.notice(warning);
    return answerAgain(judging);
  },
  ...scannedTail,
});
