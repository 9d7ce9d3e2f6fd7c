/** Whether a value that came back from the store has a shape: what has another is a damaged store. */
export type Shape<T> = (value: unknown) => value is T;

type Members = Readonly<Record<string, Shape<unknown>>>;
type Of<M extends Members> = { readonly [K in keyof M]: M[K] extends Shape<infer T> ? T : never };

export const isText: Shape<string> = (value) => typeof value === "string";
export const isNumber: Shape<number> = (value): value is number => Number.isFinite(value);
export const isFlag: Shape<boolean> = (value) => typeof value === "boolean";

export const isOneOf =
  <const T extends string>(words: readonly T[]): Shape<T> =>
  (value): value is T =>
    words.some((word) => word === value);

export const isListOf =
  <T>(is: Shape<T>): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every((one) => is(one));

/** By name. */
export const isMapOf =
  <T>(is: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> =>
    isObject(value) && Object.values(value).every((one) => is(one));

export const orAbsence =
  <T>(is: Shape<T>): Shape<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || is(value);

/** A database has no other word for absent. */
export const orNothing =
  <T>(is: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || is(value);

/** Members that are not named are not looked at: a later version may add some. */
export const isMadeOf = <const M extends Members>(members: M): Shape<Of<M>> => {
  const named = Object.entries(members);
  return (value): value is Of<M> => isObject(value) && named.every(([name, is]) => is(value[name]));
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
