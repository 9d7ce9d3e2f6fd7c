import { z } from "zod";
import type { Context } from "../../context.ts";
import { automation } from "../../core/actor.ts";
import type { Finding } from "../../core/finding.ts";
import { openDesk } from "../../engine/gate/desk.ts";
import { settleFindings } from "../../engine/gate/settle-findings.ts";
import { openWays } from "../../engine/gate/ways.ts";
import type { History } from "../../history/history.ts";
import type { Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import { type SettledRow, settledBlocks, settledRow } from "../act/settled-row.ts";
import type { Looked } from "./looked.ts";

export const autonomies = ["observe", "suggest", "auto"] as const;

export const Autonomy = z
  .enum(autonomies)
  .default("observe")
  .describe("suggest offers what is to be done about each alert; auto also takes what is inside the bound");
export type Autonomy = z.infer<typeof Autonomy>;

/** Puts what alerts to the gate: everything for which an action is offered. */
export const settleAlerts = async (
  { alerts }: Pick<Looked, "alerts">,
  autonomy: Exclude<Autonomy, "observe">,
  { varFile }: { readonly varFile: readonly string[] },
  ctx: Context,
): Promise<readonly SettledRow[]> => {
  const history = await openDesk(ctx);
  const fingerprints = new Set(alerts.flatMap(({ items }) => items.map(({ fingerprint }) => fingerprint)));
  const findings = await presentOf(fingerprints, history);
  const waysFor = await openWays(ctx);
  const curable = findings.filter((finding) => waysFor(finding).ways.length > 0);
  const isAuto = autonomy === "auto";
  const how = { manner: isAuto ? "take" : "offer", varFiles: varFile } as const;
  // Whoever started the scan named none of the effects.
  const as = isAuto ? { ...ctx, actor: automation("auto", ctx.actor) } : ctx;
  return (await settleFindings(curable, how, history, as)).map(settledRow);
};

const presentOf = async (
  fingerprints: ReadonlySet<string>,
  history: History,
): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  for (const fingerprint of fingerprints) {
    const known = await history.byPrefix(fingerprint, 12);
    const finding = known.find(({ presence }) => presence === "present");
    if (finding !== undefined) found.push(finding);
  }
  return found;
};

export const settledDoc = (rows: readonly SettledRow[]): Doc => {
  const count = (state: SettledRow["state"]): number => rows.filter((row) => row.state === state).length;
  const [acted, waiting] = [count("acted"), count("waits")];
  if (rows.length === 0) return [{ kind: "line", text: "no action is offered for any of it" }];
  return [
    {
      kind: "heading",
      text: `${acted === 0 ? "" : `${plural(acted, "action")} taken, `}${plural(waiting, "offer")} waiting`,
    },
    ...rows.flatMap(settledBlocks),
    ...(waiting === 0
      ? []
      : [
          {
            kind: "next" as const,
            commands: [{ command: "steadystate pending", why: "what waits, and how it is decided" }],
          },
        ]),
  ];
};
