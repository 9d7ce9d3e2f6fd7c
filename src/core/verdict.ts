export const verdicts = ["WORKING", "DEGRADED", "DOWN", "UNKNOWN"] as const;
export type Verdict = (typeof verdicts)[number];
