import { isProbe } from "../../core/probes.ts";
import type { Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import { resolvedBlocks } from "./looked-view.ts";
import type { Probed } from "./probe.ts";
import { alertsBlocks, asidePhrase, lookBlocks, mutedBlocks, waivedBlocks } from "./rows.ts";

/** Whether a target is well, for people: the verdict, what is wrong, what was looked at, and what to do next. */
export const probedView = (result: Probed, { verbose }: { readonly verbose: boolean }): Doc => [
  { kind: "verdict", verdict: result.verdict, text: headText(result) },
  ...becauseBlocks(result),
  ...alertsBlocks(result.alerts, { verbose, most: 25 }),
  ...mutedBlocks(result.mutedItems),
  ...waivedBlocks(result.waivedItems),
  ...resolvedBlocks(result),
  ...lookBlocks(result.looks.map((look) => (result.verdict === "UNKNOWN" ? { ...look, gaps: [] } : look))),
  { kind: "next", commands: nextCommands(result) },
];

const headText = ({ target, alerts, signals, muted, waived, evidence }: Probed): string => {
  const small = signals.length === 0 ? "" : `; ${plural(signals.length, "signal")} below the bar`;
  const found = alerts.length === 0 ? "no alert" : plural(alerts.length, "alert");
  const places = `${evidence.seen} of ${plural(evidence.expected, "place")} seen`;
  return `${target}: ${found}${small}${asidePhrase({ muted, waived })} | ${places}`;
};

/** A reason that is an alert's title stands below, with all that is known of it. */
const becauseBlocks = ({ because, alerts, failure }: Probed): Doc => {
  const titles = new Set(alerts.map(({ title }) => title));
  const reasons = because.filter((reason) => !titles.has(reason));
  const more = reasons.length - 8;
  return [
    ...(reasons.length === 0 ? [] : [{ kind: "list" as const, items: reasons.slice(0, 8) }]),
    ...(more > 0
      ? [{ kind: "note" as const, text: `and ${plural(more, "more reason")}: --json has them all` }]
      : []),
    ...(failure?.hint === undefined
      ? []
      : [{ kind: "note" as const, text: `to see its source again: ${failure.hint}` }]),
  ];
};

type Command = { readonly command: string; readonly why: string };

const nextCommands = (result: Probed): readonly Command[] => {
  const { target, failure, verdict, alerts, stateless } = result;
  const worst = alerts[0]?.items[0];
  const commands = [
    ...(worst === undefined || stateless
      ? []
      : [
          {
            command: `steadystate show ${worst.fingerprint.slice(0, 12)}`,
            why: "the worst alone, and what became of it",
          },
        ]),
    ...(failure === undefined ? [] : darkCommands(target)),
    ...(failure === undefined && verdict === "UNKNOWN" ? unknownCommands(result) : []),
  ];
  if (commands.length > 0) return commands;
  return stateless
    ? [{ command: `steadystate probe ${target}`, why: "the same look, remembered" }]
    : [{ command: "steadystate health", why: "the verdict of the whole wall, from memory" }];
};

const darkCommands = (target: string): readonly Command[] => [
  {
    command: `steadystate targets ${target} --reach`,
    why: "whether it can be reached, and with what",
  },
];

/** Where nobody was asked whether it works, someone has to be. */
const unknownCommands = ({ target, looks }: Probed): readonly Command[] =>
  looks.some(({ source }) => isProbe(source))
    ? darkCommands(target)
    : [
        {
          command: "steadystate help health",
          why: "how to declare a check that says whether it works; or give the target a probe",
        },
      ];
