const factors: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Whether the first quantity, as it is printed, is more than the second; `undefined` where that cannot be read. */
export const isMore = (a: string | undefined, b: string | undefined): boolean | undefined => {
  const [one, other] = [amountOf(a), amountOf(b)];
  return one === undefined || other === undefined ? undefined : one > other;
};

const amountOf = (text: string | undefined): number | undefined => {
  const [, number = "", unit = ""] = /^"?(\d{1,18}(?:\.\d{1,9})?)([A-Za-z]{0,2})"?$/.exec(text ?? "") ?? [];
  const factor = Object.hasOwn(factors, unit) ? factors[unit] : undefined;
  return number === "" || factor === undefined ? undefined : Number(number) * factor;
};
