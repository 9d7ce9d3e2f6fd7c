import type { Context } from "../context.ts";
import { hasRunOut } from "../core/suppression.ts";
import { SteadystateError } from "../errors.ts";
import type { KeptSuppression } from "../history/history.ts";
import { type Idle, idleOf } from "./idle.ts";

/** What memory knows of an entry of a committed file, in one clause; instants are milliseconds UTC. */
export type MemoryRemark = {
  readonly file: "mutes.json" | "waivers.toml";
  readonly entry: string;
  readonly why: string;
};

/** Nothing where nothing was remembered, or where the memory cannot be read: that is for `doctor` to say. */
export const memoryRemarks = async (ctx: Context): Promise<readonly MemoryRemark[]> => {
  try {
    const history = await ctx.history.look();
    if (history === undefined) return [];
    const now = ctx.now();
    const kept = (await history.suppressions()).filter(({ origin }) => origin === "committed");
    const idle = await idleOf(history, ctx);
    return [
      ...kept.flatMap((wish) =>
        remarksOf(wish, now).map((why) => ({ file: "mutes.json" as const, entry: `"${wish.key}"`, why })),
      ),
      ...idle
        .filter(({ kind, what }) => kind === "waived" || kept.some(({ key }) => key === what))
        .map((one) => ({
          file: one.kind === "waived" ? ("waivers.toml" as const) : ("mutes.json" as const),
          entry: `"${one.what}"`,
          why: idleWords(one),
        })),
    ];
  } catch (error) {
    if (error instanceof SteadystateError && error.code === "store-unusable") return [];
    throw error;
  }
};

const remarksOf = (wish: KeptSuppression, now: number): readonly string[] => [
  ...(hasRunOut(wish, now) ? ["ran out, and hides nothing"] : []),
  ...(wish.legacy ? ["is a fingerprint of the Python steadystate: it matches in every scope"] : []),
  ...(wish.boundAt === undefined || wish.maxSeverity === undefined
    ? []
    : [`has the ceiling ${wish.maxSeverity}, and lets through what any rule flags but ${rulesOf(wish)}`]),
];

const rulesOf = ({ rules = [] }: KeptSuppression): string => (rules.length === 0 ? "none" : rules.join(", "));

const idleWords = ({ since }: Idle): string =>
  since === undefined
    ? "matched nothing so far"
    : `matched nothing since ${new Date(since).toISOString().slice(0, 16)}Z`;
