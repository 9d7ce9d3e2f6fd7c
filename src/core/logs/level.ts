/** How grave a line is by its own account, lightest first. */
const levels = ["debug", "info", "warning", "error", "fatal"] as const;
export type Level = (typeof levels)[number];

export const worseLevel = (a: Level | undefined, b: Level | undefined): Level | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return levels.indexOf(a) >= levels.indexOf(b) ? a : b;
};

/** What a line says of itself: its level where it has one, and its message without the frame around it. */
export type Told = { readonly level: Level | undefined; readonly message: string };

/** A line of JSON that is longer than that is no record. */
const longestRecord = 65_536;
/** Where a level stands in a line of text. */
const longestHead = 160;

/** Frames that machines write come before words that people write. `line` is cut already, `whole` is not. */
export const toldBy = (line: string, whole: string): Told => {
  const record = recordIn(whole);
  if (record !== undefined) return { level: levelOfRecord(record), message: messageOf(record) };
  return {
    level: klogLevel(line) ?? pairLevel(line) ?? headLevel(line.slice(0, longestHead)),
    message: line,
  };
};

const words: Readonly<Record<string, Level>> = Object.fromEntries(
  (
    [
      ["debug", "trace debug dbug dbg trce fine finer finest verbose"],
      ["info", "info inf information notice"],
      ["warning", "warn warning wrn"],
      ["error", "error err eror fail failed severe crit critical dpanic"],
      ["fatal", "fatal panic emerg emergency alert"],
    ] as const
  ).flatMap(([level, names]) => names.split(" ").map((name) => [name, level] as const)),
);

const levelNamed = (word: string): Level | undefined => {
  const name = word.toLowerCase();
  return Object.hasOwn(words, name) ? words[name] : undefined;
};

type Fields = Readonly<Record<string, unknown>>;

const recordIn = (whole: string): Fields | undefined => {
  const text = whole.trim();
  if (!text.startsWith("{") || !text.endsWith("}") || text.length > longestRecord) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch (refused) {
    if (refused instanceof SyntaxError) return undefined;
    throw refused;
  }
};

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const levelNames =
  "level severity lvl levelname loglevel log_level log.level severity_text severityText error_severity @l".split(
    " ",
  );

const levelOfRecord = (record: Fields): Level | undefined => {
  for (const name of levelNames) {
    const value = record[name];
    if (typeof value === "string") return levelNamed(value);
    if (typeof value === "number") return levelOfNumber(value, "short_message" in record);
  }
  const inner = record["log"];
  const level = isFields(inner) ? inner["level"] : undefined;
  return typeof level === "string" ? levelNamed(level) : undefined;
};

/** Tens rise as a record gets graver; the numbers of syslog fall. */
const levelOfNumber = (value: number, isSyslog: boolean): Level | undefined => {
  const steps = isSyslog ? syslog : tens;
  return value < 10 === isSyslog ? steps.find(([least]) => value >= least)?.[1] : undefined;
};

const tens: readonly (readonly [least: number, Level])[] = [
  [60, "fatal"],
  [50, "error"],
  [40, "warning"],
  [30, "info"],
  [10, "debug"],
];
const syslog: readonly (readonly [least: number, Level])[] = [
  [5, "info"],
  [4, "warning"],
  [3, "error"],
  [0, "fatal"],
];

const messageNames = "msg message log event short_message body error err exception stack_trace stack".split(
  " ",
);

const messageOf = (record: Fields): string =>
  messageNames
    .map((name) => record[name])
    .map((value) => (isFields(value) ? (value["message"] ?? value["msg"]) : value))
    .filter((value) => typeof value === "string")
    .map((value) => value.slice(0, 2000))
    .join(" ");

const klogLevel = (line: string): Level | undefined => {
  const [, letter = ""] = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{1,9} +\d{1,9} /.exec(line) ?? [];
  return letter === "" ? undefined : klogLevels[letter];
};

const klogLevels: Readonly<Record<string, Level>> = { I: "info", W: "warning", E: "error", F: "fatal" };

/** `level=error` in a line of pairs; a setting of that name in prose is none. */
const pairLevel = (line: string): Level | undefined => {
  if (!/^[A-Za-z_@][\w.@-]{0,60}=/.test(line)) return undefined;
  const [, word = ""] = /(?:^| )(?:level|lvl|severity|loglevel)="?([A-Za-z]{3,12})"?(?= |$)/.exec(line) ?? [];
  return levelNamed(word);
};

type Spot = { readonly index: number; readonly level: Level };

const headLevel = (head: string): Level | undefined => {
  const spots = [bracketSpot(head), wordSpot(head), firstWordSpot(head)].filter((spot) => spot !== undefined);
  return spots.reduce<Spot | undefined>(
    (first, spot) => (first === undefined || spot.index < first.index ? spot : first),
    undefined,
  )?.level;
};

/** `[error]`, `[proxy:error]`. */
const bracketSpot = (head: string): Spot | undefined => {
  for (const { index, 1: word = "" } of head.matchAll(/\[(?:[\w.-]{1,40}:)?([A-Za-z]{3,11})\]/g)) {
    const level = levelNamed(word);
    if (level !== undefined) return { index, level };
  }
  return undefined;
};

const loud =
  /(?:^|[\s|(>])(TRACE|DEBUG|DBG|INFO|INF|NOTICE|WARN|WARNING|WRN|ERROR|ERR|SEVERE|CRITICAL|FATAL)(?=[\s:\]|)])/;

/** In capitals behind an instant, a thread or a name; in the middle of a sentence it is a word. */
const wordSpot = (head: string): Spot | undefined => {
  const found = loud.exec(head);
  const level = levelNamed(found?.[1] ?? "");
  if (found === null || level === undefined) return undefined;
  const before = head.slice(0, found.index).replace(/\[[^\]]{0,160}\]/g, " ");
  const prose = before.match(/[A-Za-z]{2,}/g) ?? [];
  return prose.length > 2 ? undefined : { index: found.index, level: spoken(level) };
};

/** Anybody may write such a word; only a machine's frame says that a process ended. */
const spoken = (level: Level): Level => (level === "fatal" ? "error" : level);

/** `error: …`, `fail: Shop.Orders[0]`, also behind an instant. */
const firstWordSpot = (head: string): Spot | undefined => {
  const [stamp = ""] = /^\[?\d[\d\-/.:,TZ+ ]{7,40}\]? /.exec(head) ?? [];
  const [, word = ""] = /^([A-Za-z]{4,8})(?:\[[^\]]{0,80}\])?: /.exec(head.slice(stamp.length)) ?? [];
  const level = levelNamed(word);
  return level === undefined || word.toLowerCase() === "panic"
    ? undefined
    : { index: stamp.length, level: spoken(level) };
};
