export const areas = ["machine", "place", "tools", "memory", "files", "environment", "silos"] as const;
export const states = ["ok", "partial", "off", "broken"] as const;

/** One thing that was examined. `off` was never set up; `broken` was, and does not work. */
export type Row = {
  readonly area: (typeof areas)[number];
  readonly name: string;
  readonly state: (typeof states)[number];
  /** What was found, in one clause. */
  readonly why: string;
  /** The exact command that mends or sets it up. */
  readonly next?: string;
  readonly ageSeconds?: number;
};
