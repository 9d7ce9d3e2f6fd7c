/** Billionths, so that every quantity of an API server is a whole number; `undefined` where the text is none. */
export const quantityOf = (value: unknown): bigint | undefined => {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || text.length > longest) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent, suffix = ""] = shape.exec(text) ?? [];
  if (whole === "" && fraction === "") return undefined;
  const power = exponent === undefined ? 0 : Number(exponent);
  if (Math.abs(power) > largestPower) return undefined;
  const factor = factors.get(suffix);
  if (factor === undefined) return undefined;
  const scaled = BigInt(`${whole}${fraction}` || "0") * factor;
  const amount = shifted(scaled, power - fraction.length);
  return sign === "-" ? -amount : amount;
};

const longest = 60;
const largestPower = 40;
const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?([numkMGTPE]|[KMGTPE]i)?$/;

const shifted = (value: bigint, power: number): bigint => {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  // What is finer than a billionth is rounded up, as the server does.
  return value / divisor + (value % divisor === 0n ? 0n : 1n);
};

const factors: ReadonlyMap<string, bigint> = new Map([
  ["n", 1n],
  ["u", 10n ** 3n],
  ["m", 10n ** 6n],
  ["", 10n ** 9n],
  ...[..."kMGTPE"].map((letter, nth): [string, bigint] => [letter, 10n ** (9n + 3n * BigInt(nth + 1))]),
  ...[..."KMGTPE"].map((letter, nth): [string, bigint] => [
    `${letter}i`,
    10n ** 9n * 1024n ** BigInt(nth + 1),
  ]),
]);

/** Nanoseconds of a duration such as `1h30m0s`; `undefined` where the text is none. */
export const durationOf = (value: unknown): number | undefined => {
  if (typeof value !== "string" || value.length > longest || !duration.test(value)) return undefined;
  return [...value.matchAll(part)].reduce(
    (sum, [, amount = "", unit = ""]) => sum + Number(amount) * (units.get(unit) ?? Number.NaN),
    0,
  );
};

const duration = /^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+$/;
const part = /(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g;
const units: ReadonlyMap<string, number> = new Map([
  ["h", 3.6e12],
  ["m", 6e10],
  ["s", 1e9],
  ["ms", 1e6],
  ["us", 1e3],
  ["µs", 1e3],
  ["ns", 1],
]);
