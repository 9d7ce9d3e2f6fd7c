/** A name, or how it begins with one star at the end; letter case does not count, for a pattern must not miss by accident. */
export const isMeantBy = (pattern: string, name: string): boolean => {
  const [meant, asked] = [pattern.toLowerCase(), name.toLowerCase()];
  return meant.endsWith("*") ? asked.startsWith(meant.slice(0, -1)) : asked === meant;
};

/**
 * Whether one of the patterns means the target. What has no name (a folder that was looked at without a target) may be any of
 * them, so it counts as meant.
 */
export const isTargetMeant = (patterns: readonly string[], target: string | undefined): boolean =>
  patterns.some((pattern) => target === undefined || isMeantBy(pattern, target));
