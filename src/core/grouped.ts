/** Puts a value behind those that stand under its key. */
export const addTo = <K, T>(groups: Map<K, T[]>, key: K, value: T): void => {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [value]);
  else known.push(value);
};

/** Everything under its key, in the order in which it came. */
export const groupedBy = <K, T>(all: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, readonly T[]> => {
  const groups = new Map<K, T[]>();
  for (const one of all) addTo(groups, keyOf(one), one);
  return groups;
};
