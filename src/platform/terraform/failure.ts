import { redactText } from "../../core/secret.ts";
import { shellWord } from "../../core/shell-word.ts";
import { SteadystateError } from "../../errors.ts";
import { type RunResult, runDetails } from "../../system/run.ts";

/** A failed terraform command as an error for people: its first error, where it stands, and what to do. */
export const failureOf = (result: RunResult, folder: string): SteadystateError => {
  const [tool = "terraform", command = ""] = result.argv;
  const diagnostics = diagnosticsOf(result.stderr);
  const [first] = diagnostics;
  const details = {
    ...runDetails(result),
    file: first?.file,
    line: first?.line,
    errors: diagnostics.map(({ summary }) => summary),
  };
  if (isUninitialised(result.stderr)) {
    return new SteadystateError(
      "not-initialised",
      `${folder} is not initialised: ${first?.summary ?? "init is due"}`,
      {
        hint: `${tool} -chdir=${shellWord(folder)} init`,
        details,
      },
    );
  }
  const what = first === undefined ? lastLine(result) : printed(first);
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  return new SteadystateError("source-failed", `${tool} ${command} failed: ${what}${more}`, {
    hint: `run it by hand: ${tool} -chdir=${shellWord(folder)} plan`,
    details,
  });
};

type Diagnostic = {
  readonly summary: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly detail: string;
};

const diagnosticsOf = (stderr: string): readonly Diagnostic[] => {
  const lines = stderr.split(/\r?\n/).map(unframed);
  const starts = lines.flatMap((line, at) => (/^(?:Error|Warning): /.test(line) ? [at] : []));
  return starts
    .map((start, nth) => lines.slice(start, starts[nth + 1]))
    .filter(([head]) => head?.startsWith("Error: "))
    .map(diagnosticOf);
};

/** Without the tool's box around it. */
const unframed = (line: string): string => line.replace(/^[╷│╵|][ ]?/, "").trimEnd();

const diagnosticOf = ([head = "", ...rest]: readonly string[]): Diagnostic => {
  const place = rest
    .map((line) => /^\s*on (.+) line (\d+)(?:,|:|$)/.exec(line))
    .find((match) => match !== null);
  const [, file, line] = place ?? [];
  // The quoted source and the values under it may hold anything; the detail says what is wrong without them.
  const detail = rest.filter((text) => /^\S/.test(text)).join(" ");
  return {
    summary: redactText(head.slice("Error: ".length)),
    file,
    line: line === undefined ? undefined : Number(line),
    detail: redactText(detail).slice(0, 600),
  };
};

const printed = ({ summary, file, line, detail }: Diagnostic): string =>
  `${summary}${file === undefined ? "" : ` at ${file}:${line}`}${detail === "" ? "" : `: ${detail}`}`;

const lastLine = ({ stderr, exit }: RunResult): string => {
  const line = stderr
    .split(/\r?\n/)
    .map(unframed)
    .findLast((text) => text.trim() !== "");
  return line === undefined ? `exit status ${exit} and no word` : redactText(line.trim()).slice(0, 600);
};

/** Every error that init would mend names it, in the words of either tool. */
const isUninitialised = (stderr: string): boolean =>
  /\b(?:terraform|tofu) init\b/.test(stderr.replace(/\s*\n[│|]?\s*/g, " ")) ||
  /^[│|]? ?Error: (?:.*initialization required|Required plugins are not installed|Module not installed)/m.test(
    stderr,
  );
