import type { Context } from "../context.ts";
import type { HttpReading } from "../core/checks/check.ts";
import { formatDuration } from "../core/time.ts";
import { SteadystateError } from "../errors.ts";

/** How a piece of work stands to its deadline. */
export type Deadline = {
  /** Milliseconds that are left; below zero once it is over. */
  readonly left: () => number;
  /** Whether something was cut short by it, or not begun. */
  readonly cut: () => boolean;
};

/**
 * A context whose hands get at most what is left of a span: what they started is ended with it, as a group, and nothing more is
 * begun after it. So the work under it comes to an end by itself, a little after the deadline, and tells what it did not see.
 */
export const withDeadline = <T>(
  span: number,
  ctx: Context,
  use: (ctx: Context, deadline: Deadline) => Promise<T>,
): Promise<T> => {
  const end = ctx.timing.elapsed() + span;
  const state = { cut: false };
  const left = (): number => Math.ceil(end - ctx.timing.elapsed());
  const cut = (): void => {
    state.cut = true;
  };
  const why = `the ${formatDuration(span)} for it were over`;
  const limit: Limit = { left, cut, why };
  const deadline: Deadline = { left, cut: () => state.cut };
  return use(limited(ctx, limit), deadline);
};

type Limit = { readonly left: () => number; readonly cut: () => void; readonly why: string };

const limited = (ctx: Context, limit: Limit): Context => ({
  ...ctx,
  hands: {
    ...ctx.hands,
    run: limitedRun(ctx, limit),
    http: (request) => {
      const rest = limit.left();
      if (rest < request.timeout) limit.cut();
      return ctx.hands.http({ ...request, timeout: Math.max(1, Math.min(request.timeout, rest)) });
    },
  },
  kubernetes: {
    ...ctx.kubernetes,
    open: async (access, { request, whole }) => {
      const rest = Math.max(1, limit.left());
      return ctx.kubernetes.open(access, {
        request: Math.min(request, rest),
        whole: Math.min(whole, rest),
      });
    },
  },
  readCheck: limitedCheck(ctx, limit),
});

const limitedRun =
  (ctx: Context, { left, cut, why }: Limit): Context["hands"]["run"] =>
  async (request) => {
    const [tool = ""] = request.argv;
    const rest = left();
    const over = (what: string, cause?: unknown): SteadystateError => {
      cut();
      return new SteadystateError("source-failed", `${tool} ${what}: ${why}`, {
        hint: "give it more with --deadline",
        details: { argv: request.argv, ended: "deadline" },
        cause,
      });
    };
    if (rest <= 0) throw over("was not started");
    if (rest >= request.timeout) return ctx.hands.run(request);
    try {
      return await ctx.hands.run({ ...request, timeout: rest });
    } catch (thrown) {
      if (thrown instanceof SteadystateError && thrown.details["ended"] === "deadline")
        throw over("was stopped", thrown);
      throw thrown;
    }
  };

/** What had less time than it is entitled to has not failed: it could not be asked. */
const limitedCheck =
  (ctx: Context, { left, cut, why }: Limit): Context["readCheck"] =>
  async (check) => {
    const unable: HttpReading = { kind: "unable", reason: why };
    const { read } = check;
    const rest = left();
    if (rest <= 0) {
      cut();
      return unable;
    }
    if (read.kind !== "http" || read.timeout <= rest) return ctx.readCheck(check);
    const reading = await ctx.readCheck({ ...check, read: { ...read, timeout: rest } });
    if (reading.kind !== "no-answer" || left() > 0) return reading;
    cut();
    return unable;
  };
