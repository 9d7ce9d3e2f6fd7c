import { SteadystateError } from "../../errors.ts";
import { guess } from "../../verbs/typed.ts";
import type { Streams, Where } from "../door.ts";

export const formats = ["text", "json", "plain", "markdown", "bare"] as const;
export type Format = (typeof formats)[number];

/** What every command takes, before its name or after it. */
export const globals = [
  { flags: "-C, --directory <dir>", help: "work in this folder instead of the current one" },
  { flags: "--silo <name>", help: "work in the folder registered under this name", env: "STEADYSTATE_SILO" },
  { flags: "--state <file>", help: "the store, instead of .steadystate/state.db", env: "STEADYSTATE_STATE" },
  { flags: "--config <file>", help: "the config.toml to go by", env: "STEADYSTATE_CONFIG" },
  { flags: "--json", help: "one JSON document on stdout, also for errors" },
  { flags: "--format <format>", help: `one of: ${formats.join(", ")}`, env: "STEADYSTATE_FORMAT" },
  { flags: "--output <file>", help: "write the result there too (.json, .md, .txt); repeatable" },
  { flags: "--quiet", help: "no notices and no progress" },
  { flags: "--color", help: "colour even where output is not a terminal", env: "FORCE_COLOR" },
  { flags: "--no-color", help: "no colour", env: "NO_COLOR" },
  { flags: "--debug", help: "show where an error came from" },
  { flags: "--actor <label>", help: "on whose behalf; recorded, decides nothing", env: "STEADYSTATE_ACTOR" },
  { flags: "-h, --help", help: "help, for one command when one is named" },
  { flags: "--version", help: "the version" },
] as const satisfies readonly GlobalOption[];

export type GlobalOption = { readonly flags: string; readonly help: string; readonly env?: string };

/** What the caller said about how to answer. */
export type Wishes = {
  readonly where: Where;
  readonly format: Format;
  readonly outputs: readonly string[];
  readonly quiet: boolean;
  readonly color: boolean | undefined;
  readonly debug: boolean;
  readonly help: boolean;
  readonly version: boolean;
};

type Given = Readonly<Record<string, unknown>>;

export const wishesOf = (given: Given, display: Streams["display"]): Wishes => ({
  where: {
    directory: textOf(given["directory"]),
    silo: textOf(given["silo"]),
    state: textOf(given["state"]),
    config: textOf(given["config"]),
    onBehalfOf: textOf(given["actor"]),
  },
  format: formatOf(given, display),
  outputs: outputsOf(given["output"]),
  quiet: given["quiet"] === true,
  color: typeof given["color"] === "boolean" ? given["color"] : undefined,
  debug: given["debug"] === true,
  help: given["help"] === true,
  version: given["version"] === true,
});

/** How to word an error about a line that could not be read: what it seems to ask for. */
export const wishesOfBroken = (argv: readonly string[], display: Streams["display"]): Wishes => {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const named = words.find((word, at) => word.startsWith("--format=") || words[at - 1] === "--format");
  const name = named?.replace("--format=", "") ?? display["STEADYSTATE_FORMAT"];
  const asked = words.includes("--json") ? "json" : formats.find((format) => format === name);
  const given = { debug: words.includes("--debug"), quiet: words.includes("--quiet") };
  return { ...wishesOf(given, {}), format: asked ?? "text" };
};

/** The flags of one option: `-C`, `--directory`. */
export const flagsOf = ({ flags }: GlobalOption): readonly string[] =>
  flags.match(/(?<![\w-])--?[\w-]+/g) ?? [];

export const takesValue = ({ flags }: GlobalOption): boolean => flags.includes("<");

const formatOf = (given: Given, display: Streams["display"]): Format => {
  const named = textOf(given["format"]);
  const asked = named ?? (given["json"] === true ? "json" : display["STEADYSTATE_FORMAT"]);
  if (given["json"] === true && named !== undefined && named !== "json") {
    throw new SteadystateError("usage", `--json and --format ${named} exclude each other`, {
      hint: "give one of the two",
    });
  }
  if (asked === undefined || asked === "") return "text";
  const format = formats.find((one) => one === asked);
  if (format !== undefined) return format;
  const origin = named === undefined ? "STEADYSTATE_FORMAT" : "--format";
  throw new SteadystateError("usage", `${origin}: there is no format "${asked}"${guess(asked, formats)}`, {
    hint: `one of: ${formats.join(", ")}`,
  });
};

const outputsOf = (given: unknown): readonly string[] => {
  const paths = Array.isArray(given) ? given.map(String) : [];
  const unknown = paths.find((path) => !/\.(json|md|txt)$/i.test(path));
  if (unknown === undefined) return paths;
  throw new SteadystateError(
    "usage",
    `--output ${unknown}: the ending says what to write, and this one is not known`,
    {
      hint: "end the name in .json, .md or .txt",
    },
  );
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
