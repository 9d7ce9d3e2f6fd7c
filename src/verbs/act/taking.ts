import { z } from "zod";
import type { Context } from "../../context.ts";
import type { Finding } from "../../core/finding.ts";
import { openDesk } from "../../engine/gate/desk.ts";
import type { Wish } from "../../engine/gate/propose.ts";
import { previewed, take } from "../../engine/gate/take.ts";
import { find } from "../find.ts";
import { type TakenRow, takenRow } from "./taken-row.ts";

export const DryRun = z.boolean().default(false).describe("only show what would run; nothing is offered");

/** Asks for what is wished for one finding; a dry run opens the memory for reading alone. */
export const takenFor = async (
  ref: string,
  dryRun: boolean,
  ctx: Context,
  wishFor: (finding: Finding) => Wish,
): Promise<TakenRow> => {
  if (dryRun) {
    const { finding, history } = await find(ref, ctx.history.look);
    return takenRow(await previewed(wishFor(finding), history, ctx));
  }
  const history = await openDesk(ctx);
  const { finding } = await find(ref, async () => history);
  return takenRow(await take(wishFor(finding), history, ctx));
};
