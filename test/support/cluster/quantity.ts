const binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const decimal: Readonly<Record<string, number>> = {
  ...{ n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 },
};

/** A quantity in the form that an API server stores: the largest suffix without a fraction. Anything else as it is. */
export const canonicalQuantity = (value: string): string => {
  const [, sign = "", whole = "", fraction = "", suffix = ""] =
    /^([+-]?)(\d*)(?:\.(\d*))?(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)$/.exec(value) ?? [];
  if (whole === "" && fraction === "") return value;
  if (/^[eE][+-]?\d/.test(suffix)) return value;
  const nano = BigInt(`${whole}${fraction.padEnd(9, "0").slice(0, 9)}`);
  const minus = sign === "-" ? "-" : "";
  if (suffix.endsWith("i")) return minus + binaryForm(nano, binary.indexOf(suffix));
  return minus + decimalForm(nano, (decimal[suffix] ?? 0) - 9);
};

const binaryForm = (nano: bigint, power: number): string => {
  let bytes = (nano << BigInt(10 * power)) / 1_000_000_000n;
  let step = 0;
  while (bytes !== 0n && bytes % 1024n === 0n && step < binary.length - 1) {
    bytes /= 1024n;
    step += 1;
  }
  return `${bytes}${binary[step]}`;
};

const decimalForm = (digits: bigint, exponent: number): string => {
  if (digits === 0n) return "0";
  let rest = digits;
  let power = exponent;
  while (rest % 1000n === 0n && power < 18) {
    rest /= 1000n;
    power += 3;
  }
  const suffixes = Object.entries(decimal);
  while (!suffixes.some(([, known]) => known === power)) {
    if (rest % 10n === 0n) {
      rest /= 10n;
      power += 1;
    } else {
      rest *= 10n;
      power -= 1;
    }
  }
  return `${rest}${suffixes.find(([, known]) => known === power)?.[0] ?? ""}`;
};
