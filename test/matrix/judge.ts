import { errorCodes } from "../../src/errors.ts";
import { looksLikeStack } from "../support/cli.ts";
import { ask, type Door, doors, type Heard } from "./ask.ts";
import { goodCall } from "./call.ts";
import { inEnvironment } from "./environment.ts";
import type { Call, Cell, Names, Subject, Wanted } from "./row.ts";
import { isAs, type State, stateOf } from "./state.ts";
import { canary, lendWorld, rememberIn } from "./world.ts";

/** What is wrong with a cell, door by door; nothing where it is as wanted. Each door is asked in the good world. */
export const judge = async (cell: Cell, subject: Subject): Promise<readonly string[]> => {
  const complaints: string[] = [];
  for (const door of doors) {
    const folder = await lendWorld();
    cell.world?.(folder);
    if (cell.remembered === true) await rememberIn(folder.root);
    const before = stateOf(folder.root);
    const heard = await inEnvironment(cell.env ?? {}, folder.root, async () =>
      ask(door, cell.call, folder.root),
    );
    if (heard === undefined) continue;
    const touched = !isAs(but(subject, stateOf(folder.root)), but(subject, before));
    const found = [
      ...unclean(heard),
      ...(touched && !mayTouch(cell, subject, heard) ? ["it changed files"] : []),
      ...(await unlike(cell, subject, door, heard)),
    ];
    const said = `${heard.stdout}${heard.stderr}`.slice(0, 600);
    for (const what of found) complaints.push(`${cell.about ?? ""} (${door}): ${what}\n${said}`);
  }
  return complaints;
};

/** The audit lives in the memory, and is written to by whoever is refused an effect. */
const but = ({ placement }: Subject, state: State): State =>
  placement.audits === true
    ? new Map([...state].filter(([path]) => !path.startsWith(".steadystate/state.db")))
    : state;

const mayTouch = (cell: Cell, subject: Subject, heard: Heard): boolean =>
  cell.leavesDark === true || (heard.ok && (!reads(subject) || keeps(cell, subject)));

const keeps = ({ about = "" }: Cell, { placement }: Subject): boolean =>
  placement.keeps !== undefined && about.startsWith(`${placement.keeps}:`);

const reads = ({ facts }: Subject): boolean => facts.tier === "read" && facts.effect === "none";

/** No answer, good or bad, may look like this. */
const unclean = ({ stdout, stderr, exit, code }: Heard): readonly string[] => {
  const said = `${stdout}\n${stderr}`;
  return [
    ...(exit === 70 || code === "bug" ? ["it is called a bug of ours"] : []),
    ...(looksLikeStack(said) ? ["it shows a stack"] : []),
    ...(/\bundefined\b|\[object |\b(?:Type|Range|Syntax|Zod|Sqlite|Steadystate|Commander|Toml)Error\b/.test(
      said,
    )
      ? ["it shows our insides"]
      : []),
    ...(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(said)
      ? ["it lets control characters through"]
      : []),
    ...(/^::/m.test(said) ? ["it lets a workflow command through"] : []),
    ...(stderr.split("\n").some((line) => line.length > 2600) ? ["a line on stderr has no end"] : []),
    ...(said.includes(canary) ? ["it tells a secret"] : []),
  ];
};

const unlike = async (
  { wanted, call }: Cell,
  subject: Subject,
  door: Door,
  heard: Heard,
): Promise<readonly string[]> => {
  const shape = heard.ok ? answerShape(door, heard) : refusalShape(door, heard);
  if ("noBug" in wanted) return shape;
  if ("refused" in wanted) return [...shape, ...unlikeRefusal(wanted, door, heard)];
  const told = silentAt(door, heard, wanted.says);
  if ("exits" in wanted) {
    const fits = heard.exit === undefined || wanted.exits.includes(heard.exit);
    return [...shape, ...(fits ? [] : [`its status is ${heard.exit}`]), ...told];
  }
  const without = await withoutFault(door, call.words === undefined ? call : goodCall(subject));
  const same = heard.exit === without?.exit && heard.ok === without?.ok;
  return [...shape, ...(same ? [] : [`it ends with ${heard.exit}, not ${without?.exit}`]), ...told];
};

const heardWithout = new Map<string, Heard | undefined>();

/** Asked once for each call and door: nothing of a cell but its call is in it. */
const withoutFault = async (door: Door, call: Call): Promise<Heard | undefined> => {
  const key = JSON.stringify([door, call]);
  if (!heardWithout.has(key)) {
    const folder = await lendWorld();
    heardWithout.set(key, await inEnvironment({}, folder.root, async () => ask(door, call, folder.root)));
  }
  return heardWithout.get(key);
};

const unlikeRefusal = (
  { refused, names }: Extract<Wanted, { refused: unknown }>,
  door: Door,
  heard: Heard,
): readonly string[] => {
  const { ok, code = "usage", exit } = heard;
  if (ok) return [`it is answered (status ${exit}), not refused as ${refused.join(", ")}`];
  const codes: readonly string[] = refused;
  const statuses: readonly (number | undefined)[] = refused.map((one) => errorCodes[one]);
  return [
    ...(door === "terminal" || codes.includes(code) ? [] : [`its code is ${code}`]),
    ...(exit === undefined || statuses.includes(exit) ? [] : [`its status is ${exit}`]),
    ...silent(heard, door === "mcp" ? names.map(asArgument) : names),
  ];
};

/** An agent is told of `failOn`, not of `--fail-on`. */
const asArgument = (name: string | RegExp): string | RegExp =>
  typeof name === "string" && name.startsWith("--")
    ? name.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
    : name;

const silent = ({ stdout, stderr }: Heard, names: Names): readonly string[] => {
  const said = `${stdout}\n${stderr}`.replaceAll('\\"', '"').replace(/\s+/g, " ");
  return names
    .filter((name) => (typeof name === "string" ? !said.includes(name) : !name.test(said)))
    .map((name) => `it does not say ${String(name)}`);
};

/** Notices go to a person: an agent's operator sees them, the agent does not. */
const silentAt = (door: Door, heard: Heard, says: Names): readonly string[] =>
  door === "mcp" ? [] : silent(heard, says);

const answerShape = (door: Door, { stdout }: Heard): readonly string[] =>
  stdout.trim() === "" ? [`it says nothing at all at the ${door}`] : [];

/** A sentence and a next step: on stderr, in the one document of `--json`, in the chat, in the result of a tool. */
const refusalShape = (door: Door, { stdout, stderr, code, exit }: Heard): readonly string[] => {
  switch (door) {
    case "terminal": {
      const count = (start: string) => stderr.split("\n").filter((line) => line.startsWith(start)).length;
      return [
        ...(count("error: ") === 1 ? [] : [`${count("error: ")} error lines`]),
        ...(count("next: ") === 1 ? [] : [`${count("next: ")} next lines`]),
        ...(stdout === "" ? [] : ["it writes to stdout"]),
      ];
    }
    case "terminal --json":
      return documentFaults(stdout, stderr, exit);
    case "chat":
      return /next: |usage: |did you mean|try: |at the terminal only/.test(stdout) ? [] : ["no next step"];
    case "mcp":
      return code !== undefined && stdout.includes("\nnext: ") ? [] : ["no code or no next step"];
  }
};

const documentFaults = (stdout: string, stderr: string, exit: number | undefined): readonly string[] => {
  try {
    const { ok, schema, error } = JSON.parse(stdout);
    const whole =
      ok === false &&
      typeof schema === "string" &&
      error.exit === exit &&
      [error.code, error.message, error.hint].every((text) => typeof text === "string" && text !== "");
    return [
      ...(whole ? [] : ["its document is not { ok: false, error: { code, exit, message, hint } }"]),
      ...(/^error: /m.test(stderr) ? ["the error is on stderr too"] : []),
    ];
  } catch (error) {
    return [error instanceof SyntaxError ? "stdout is not one JSON document" : String(error)];
  }
};
