import type { Context } from "../../context.ts";
import { parseDuration } from "../../core/time.ts";
import { SteadystateError } from "../../errors.ts";
import type { LastLook } from "../../history/history.ts";
import type { Config } from "../../intent/config.ts";
import type { Row } from "./row.ts";

/** The store, how old each look in it is, and the key of its audit. Opens for reading only. */
export const examineMemory = async (ctx: Context, config: Config | undefined): Promise<readonly Row[]> => [
  ...(await examineStore(ctx, config)),
  ...(await examineAuditKey(ctx)),
];

const examineAuditKey = async ({ history }: Context): Promise<readonly Row[]> => {
  const row = { area: "memory", name: "audit key" } as const;
  try {
    return (await history.tryAuditKey())
      ? [{ ...row, state: "ok", why: "each row of the audit is sealed with a key from outside" }]
      : [];
  } catch (error) {
    return [brokenRow(row, error)];
  }
};

const brokenRow = (row: Pick<Row, "area" | "name">, error: unknown): Row => {
  if (!(error instanceof SteadystateError)) throw error;
  const next = error.hint === undefined ? {} : { next: error.hint };
  return { ...row, state: "broken", why: error.message, ...next };
};

const examineStore = async (ctx: Context, config: Config | undefined): Promise<readonly Row[]> => {
  const row = { area: "memory", name: "store" } as const;
  try {
    const facts = await ctx.history.facts();
    const history = await ctx.history.look();
    if (facts === undefined || history === undefined) {
      await ctx.history.tryAddon();
      return [{ ...row, state: "off", why: "nothing was remembered here yet", next: "steadystate scan ." }];
    }
    const looks = await history.lastLooks();
    const limit = parseDuration(config?.health.max_age ?? "1h") ?? 3_600_000;
    const { stale } = await history.tally(ctx.now());
    const size = `${Math.ceil(facts.bytes / 1024)} KiB, layout ${facts.version}`;
    return [
      facts.open
        ? {
            ...row,
            state: "partial",
            why: `${size}; others on this machine may read it`,
            next: `chmod 600 ${ctx.place.stateFile}`,
          }
        : { ...row, state: "ok", why: size },
      ...ignoreRow(facts.ignored, ctx),
      ...looks.map((look) => lookRow(look, limit, ctx.now())),
      ...staleRow(stale),
    ];
  } catch (error) {
    return [brokenRow(row, error)];
  }
};

const ignoreRow = (ignored: boolean | undefined, { place }: Context): readonly Row[] => {
  if (ignored === undefined || place.gitTop === undefined) return [];
  const row = { area: "memory", name: "git" } as const;
  return ignored
    ? [{ ...row, state: "ok", why: ".steadystate/ keeps itself out of git" }]
    : [
        {
          ...row,
          state: "partial",
          why: ".steadystate/ has no .gitignore and may be committed",
          next: "echo '*' > .steadystate/.gitignore",
        },
      ];
};

const lookRow = ({ scope, coverage, observedAt }: LastLook, limit: number, now: number): Row => {
  const age = now - observedAt;
  const row = {
    area: "memory",
    name: `look at ${scope.path} (${scope.source}${scope.environment === undefined ? "" : `, ${scope.environment}`})`,
    ageSeconds: Math.floor(age / 1000),
  } as const;
  const next = "steadystate scan";
  const [gap] = coverage.gaps;
  if (coverage.status !== "complete")
    return {
      ...row,
      state: "partial",
      why: `${coverage.status}: ${gap === undefined ? "something was not seen" : gap.why}`,
      next,
    };
  if (age > limit || age < 0)
    return { ...row, state: "partial", why: "complete, but too old to count as evidence", next };
  return { ...row, state: "ok", why: "complete and fresh" };
};

const staleRow = (stale: number): readonly Row[] =>
  stale === 0
    ? []
    : [
        {
          area: "memory",
          name: "stale findings",
          state: "partial",
          why: `${stale} could not be looked at the last time`,
          next: "steadystate findings",
        },
      ];
