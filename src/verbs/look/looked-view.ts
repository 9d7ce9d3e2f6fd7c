import { servingKind } from "../../core/probes.ts";
import type { Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import type { Looked } from "./looked.ts";
import { alertsBlocks, asidePhrase, isBeside, lookBlocks, mutedBlocks, waivedBlocks } from "./rows.ts";

/** What a look found, for people. */
export const lookedView = (result: Looked, { verbose }: { readonly verbose: boolean }): Doc => [
  ...headBlocks(result),
  ...alertsBlocks(result.alerts, { verbose, most: 25 }),
  ...mutedBlocks(result.mutedItems),
  ...waivedBlocks(result.waivedItems),
  ...resolvedBlocks(result),
  ...lookBlocks(result.looks),
  ...nextBlocks(result),
];

const headBlocks = ({ alerts, signals, muted, waived, complete, looks }: Looked): Doc => {
  const quiet = asidePhrase({ muted, waived });
  const small = signals.length === 0 ? "" : `; ${plural(signals.length, "signal")} below the bar`;
  if (alerts.length > 0)
    return [{ kind: "heading", text: `${plural(alerts.length, "alert")}${small}${quiet}` }];
  if (!complete)
    return [{ kind: "line", tone: "warn", text: `nothing found in what could be seen${small}${quiet}` }];
  const all = signals.length === 0 && muted + waived > 0;
  const text = all
    ? `everything that departs is ${waived === 0 ? "muted" : muted === 0 ? "waived" : "muted or waived"}`
    : small === ""
      ? cleanPhrase(looks)
      : "nothing at or above the bar";
  return [
    {
      kind: "line",
      tone: signals.length + muted + waived === 0 ? "good" : "plain",
      text: `${text}${small}${quiet}`,
    },
  ];
};

const cleanPhrase = (looks: Looked["looks"]): string => {
  const compared = looks.filter(({ source }) => !isBeside(source));
  const recordedOnly = compared.every(({ basis }) => basis === "declared-vs-recorded");
  const vouched = looks.every(({ basis }) => basis !== "unverified");
  const agreed = recordedOnly ? "nothing departs from what was recorded" : "declared and real agree";
  const unfailing = looks.some(({ source }) => servingKind(source) !== undefined)
    ? ", and nothing was seen to fail"
    : "";
  return `${vouched ? agreed : "nothing departs in the part of a plan that was given"}${unfailing}`;
};

/** What is not remembered cannot be shown again. */
const nextBlocks = ({ alerts, stateless }: Looked): Doc => {
  const worst = alerts[0]?.items[0];
  if (stateless || worst === undefined) return [];
  return [
    {
      kind: "next",
      commands: [
        {
          command: `steadystate show ${worst.fingerprint.slice(0, 12)}`,
          why: "the worst alone, and what became of it",
        },
        { command: "steadystate health", why: "whether it works all the same" },
      ],
    },
  ];
};

export const resolvedBlocks = ({ resolved, absent, stale }: Looked): Doc => [
  ...(resolved.length === 0
    ? []
    : [
        { kind: "heading" as const, text: `Resolved since the last look: ${resolved.length}` },
        { kind: "list" as const, items: resolved.slice(0, 10).map(({ title }) => title) },
      ]),
  ...(absent === 0
    ? []
    : [
        {
          kind: "note" as const,
          text: `${plural(absent, "finding")} not seen any more; resolved when the grace is over`,
        },
      ]),
  ...(stale === 0
    ? []
    : [
        {
          kind: "line" as const,
          tone: "warn" as const,
          text: `${plural(stale, "known finding")} could not be looked at`,
        },
      ]),
];
