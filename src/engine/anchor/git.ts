import type { Context } from "../../context.ts";
import { SteadystateError } from "../../errors.ts";

export const notesRef = "refs/notes/steadystate-audit";
const patience = 30_000;

/** Appends a line to the note of the commit that is checked out; the answer is that commit, shortened. */
export const noteLine = async (line: string, ctx: Context): Promise<string> => {
  const head = (await git(["rev-parse", "--verify", "--short=12", "HEAD^{commit}"], ctx)).trim();
  // Made with our own name only where git knows none: a runner of CI often has no name.
  const known = await tryGit(["var", "GIT_COMMITTER_IDENT"], ctx);
  const named =
    known.exit === 0 ? [] : ["-c", "user.name=steadystate", "-c", "user.email=steadystate@localhost"];
  await git([...named, "notes", `--ref=${notesRef}`, "append", "-m", line, head], ctx);
  return head;
};

/** Every line of every note, whichever commit it is of; `undefined` where none was ever made here. */
export const notedLines = async (ctx: Context): Promise<string | undefined> => {
  const known = await tryGit(["rev-parse", "--verify", "--quiet", notesRef], ctx);
  if (known.exit !== 0) {
    await git(["rev-parse", "--git-dir"], ctx);
    return undefined;
  }
  const { exit, stdout } = await tryGit(["grep", "-h", "--no-color", "-e", ".", notesRef], ctx);
  return exit === 0 ? stdout : undefined;
};

const git = async (words: readonly string[], ctx: Context): Promise<string> => {
  const { exit, stdout, stderr } = await tryGit(words, ctx);
  if (exit === 0) return stdout;
  const why = stderr.trim().split("\n").at(-1) ?? "";
  throw new SteadystateError(
    "source-failed",
    `git ${words.find((word) => /^[a-z]/.test(word))} failed: ${why}`,
    {
      hint: "git status, and git log -1: a note needs a repository with a commit",
      details: { argv: ["git", ...words], exit },
    },
  );
};

const tryGit = (words: readonly string[], { hands, place }: Context) =>
  hands.run({
    // A repository may name programs that git runs at every change of a ref.
    argv: ["git", "-c", "core.hooksPath=/dev/null", ...words],
    cwd: place.cwd,
    timeout: patience,
  });
