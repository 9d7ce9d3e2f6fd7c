/** The one severity scale, mildest first. */
export const severities = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/** Negative when `a` is milder than `b`. */
export const compareSeverity = (a: Severity, b: Severity): number =>
  severities.indexOf(a) - severities.indexOf(b);

export const isAtLeast = (severity: Severity, bar: Severity): boolean => compareSeverity(severity, bar) >= 0;

export const maxSeverity = (first: Severity, ...rest: readonly Severity[]): Severity =>
  rest.reduce((worst, next) => (compareSeverity(next, worst) > 0 ? next : worst), first);

export type SeverityCounts = Readonly<Record<Severity, number>>;

export const countSeverities = (of: readonly { readonly severity: Severity }[]): SeverityCounts => {
  const counts = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const { severity } of of) counts[severity] += 1;
  return counts;
};
