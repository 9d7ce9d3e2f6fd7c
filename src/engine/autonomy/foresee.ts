import type { Context } from "../../context.ts";
import type { Envelope } from "../../core/bound/envelope.ts";
import type { Finding } from "../../core/finding.ts";
import type { Judged } from "../../core/gate/judge.ts";
import { SteadystateError } from "../../errors.ts";
import type { History } from "../../history/history.ts";
import { expected } from "../gate/expect.ts";
import { preview, type Wish } from "../gate/propose.ts";
import { endsAll } from "../gate/settle-findings.ts";

/** What an effect would come to. `digest`: of exactly what was judged; absent where nothing was read. */
export type Foreseen =
  | {
      readonly is: "judged";
      readonly judged: Judged;
      readonly size: number | "unread" | undefined;
      readonly envelope: Envelope;
      readonly command: readonly string[];
      readonly digest: string | undefined;
    }
  | { readonly is: "noop"; readonly why: string }
  | { readonly is: "hindered"; readonly why: string; readonly error: SteadystateError };

/** `reads`: the thing itself is read, by the read that acts. Either way nothing is written, and a failure of one is its answer. */
export const foresee = async (
  wish: Wish,
  finding: Finding,
  { reads, history, ctx }: { readonly reads: boolean; readonly history: History; readonly ctx: Context },
): Promise<Foreseen> => {
  try {
    if (!reads) {
      const seen = await expected(wish, finding, history, ctx);
      return { is: "judged", size: "unread", digest: undefined, ...seen };
    }
    const seen = await preview(wish, history, ctx);
    if (seen.kind === "noop") return { is: "noop", why: seen.why };
    const { draft, size, judged } = seen;
    const { action, argv, digest } = draft;
    return { is: "judged", judged, size, envelope: action.envelope, command: argv, digest };
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || endsAll(thrown)) throw thrown;
    return { is: "hindered", why: thrown.message, error: thrown };
  }
};
