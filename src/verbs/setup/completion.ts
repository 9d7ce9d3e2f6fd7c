import { z } from "zod";
import { defineVerb } from "../verb.ts";
import { completionScripts, shells } from "./completion-scripts.ts";

const Output = z.strictObject({ shell: z.enum(shells), script: z.string() });

export const completion = defineVerb({
  name: "completion",
  room: "setup",
  summary: "Print the script that completes commands and values",
  tier: "read",
  effect: "none",
  doors: "local",
  input: z.strictObject({ shell: z.enum(shells).describe("the shell that sources it") }),
  positionals: ["shell"],
  examples: ["completion bash", "completion fish"],
  details: [
    "bash   source <(steadystate completion bash), in ~/.bashrc",
    "zsh    source <(steadystate completion zsh), in ~/.zshrc behind compinit",
    "fish   steadystate completion fish | source, in ~/.config/fish/config.fish",
    "",
    "It completes commands, options and their values, and what is known here:",
    "findings, targets, silos, checks and solutions. It never writes and runs no",
    "tool.",
  ],
  output: Output,
  async run({ shell }) {
    return { shell, script: completionScripts[shell] };
  },
  view: ({ script }) => [{ kind: "code", text: script }],
  verbatim: ({ script }) => script,
});
