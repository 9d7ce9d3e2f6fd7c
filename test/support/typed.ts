import { spawnSync } from "node:child_process";
import type { Context } from "../../src/context.ts";
import { locate, parseLine } from "../../src/doors/cli/line.ts";
import { verbs } from "../../src/verbs/index.ts";
import { askIn } from "./ask.ts";

/** A printed command as a shell would hand it over, read by the command line. Throws what the command line would say. */
export const typed = async (line: string, ctx: Pick<Context, "verbs">) => {
  const script = `steadystate() { printf '%s\\0' "$@"; }; ${line}`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
  if (status !== 0 || stderr !== "") throw new Error(`no command for a shell: ${line}: ${stderr}`);
  const argv = stdout.split("\0").slice(0, -1);
  const found = locate(argv, ctx.verbs);
  if (found === undefined) throw new Error(`it names no verb: ${line}`);
  return { verb: found.facts, ...(await parseLine(found)) };
};

/** Does what a printed command says, through the waist. */
export const askTyped = async (line: string, ctx: Context) => {
  const { verb, input } = await typed(line, ctx);
  if (!isVerb(verb.name)) throw new Error(`it names no verb: ${line}`);
  return askIn(ctx, verb.name, input);
};

const isVerb = (name: string): name is keyof typeof verbs => Object.hasOwn(verbs, name);
