import type { Block, Doc } from "../../view/doc.ts";
import { clip, plural } from "../../view/words.ts";
import type { DiscoverOutput } from "./discover.ts";

type Sight = DiscoverOutput["sights"][number];

/** One screen: what works now with its command, then in a line each what does not. */
export const discoverDoc = (result: DiscoverOutput): Doc => {
  const { sights, uncovered, skipped, created, workflow, deep = [] } = result;
  if (created !== undefined) return createdDoc(created);
  if (workflow !== undefined) return [{ kind: "code", text: workflow }];
  const of = (state: Sight["state"]): readonly Sight[] => sights.filter((sight) => sight.state === state);
  const ready = of("ready").filter(({ kind }) => kind === "source");
  return [
    { kind: "heading", text: headline(ready, sights) },
    ...readyBlocks(ready),
    ...of("not-initialised").map(
      ({ name, why }): Block => ({ kind: "line", tone: "warn", text: `${name}: ${why}` }),
    ),
    ...deep.map(deepBlock),
    ...silentLine(result),
    ...tail("no cluster answers", of("unreachable")),
    ...tail("no input here", of("no-input")),
    ...tail("reads a captured document only", of("captured-only")),
    ...blockedLines(of("blocked")),
    ...uncovered.map(
      (path): Block => ({
        kind: "line",
        tone: "warn",
        text: `${path}: a Terraform stack, which is not covered: nothing says whether it drifts`,
      }),
    ),
    ...skippedLines(skipped),
    { kind: "next", commands: nextSteps(result, ready) },
  ];
};

const headline = (ready: readonly Sight[], sights: readonly Sight[]): string => {
  const sources = sights.filter(({ kind }) => kind === "source").length;
  return ready.length === 0
    ? `nothing here can be looked at yet by any of ${sources} sources`
    : `READY: ${ready.length} of ${sources} sources can look at something here`;
};

const most = { rows: 12, each: 4, skipped: 4 } as const;

const readyBlocks = (ready: readonly Sight[]): readonly Block[] => {
  if (ready.length === 0) return [];
  const rows = ready.flatMap(({ name, commands }) =>
    commands.slice(0, most.each).map(({ command }, at) => [at === 0 ? name : "", command]),
  );
  const all = ready.reduce((sum, { commands }) => sum + commands.length, 0);
  const shown = rows.slice(0, most.rows);
  return [
    {
      kind: "table",
      columns: [{ title: "Source" }, { title: "Command", grow: true }],
      rows: shown,
      ...(all > shown.length ? { more: all - shown.length } : {}),
    },
  ];
};

const silentLine = ({ clusters }: DiscoverOutput): readonly Block[] => {
  const dark = clusters.filter(({ state }) => state !== "answers");
  return [
    ...dark.slice(0, most.skipped).map(({ context, kubeconfig, state, why }): Block => {
      const where = kubeconfig === undefined ? context : `${context} (${kubeconfig})`;
      const text = `cluster ${where}: ${state === "silent" ? `does not answer: ${why}` : why}`;
      return { kind: "line", tone: "warn", text: clip(text, 200) };
    }),
    ...rest(dark.length, "cluster"),
  ];
};

const deepBlock = ({ tool, where, facts, skipped }: NonNullable<DiscoverOutput["deep"]>[number]): Block =>
  skipped === undefined
    ? { kind: "line", text: `${tool} ${where}: ${facts.join("; ")}` }
    : { kind: "line", tone: "warn", text: clip(`${tool} ${where}: skipped: ${skipped}`, 200) };

const rest = (count: number, what: string): readonly Block[] =>
  count > most.skipped
    ? [{ kind: "note", text: `and ${plural(count - most.skipped, what)} more: --json has all of them` }]
    : [];

const tail = (what: string, sights: readonly Sight[]): readonly Block[] =>
  sights.length === 0
    ? []
    : [
        {
          kind: "line",
          tone: "dim",
          text: `${what}: ${[...new Set(sights.map(({ name }) => name))].join(", ")}`,
        },
      ];

const blockedLines = (sights: readonly Sight[]): readonly Block[] => {
  const reasons = new Map<string, readonly string[]>();
  for (const { name, why } of sights) reasons.set(why, [...(reasons.get(why) ?? []), name]);
  return [...reasons].map(([why, names]) => ({
    kind: "line",
    tone: "dim",
    text: `blocked, ${why}: ${names.join(", ")}`,
  }));
};

const skippedLines = (skipped: DiscoverOutput["skipped"]): readonly Block[] => [
  ...skipped
    .slice(0, most.skipped)
    .map(({ path, why }): Block => ({ kind: "note", text: clip(`left aside: ${path}: ${why}`, 200) })),
  ...rest(skipped.length, "file"),
];

const nextSteps = (
  { sights }: DiscoverOutput,
  ready: readonly Sight[],
): readonly { readonly command: string; readonly why: string }[] => {
  const [first] = ready.flatMap(({ commands }) => commands);
  const [due] = sights.filter(({ state }) => state !== "ready").flatMap(({ commands }) => commands);
  if (first === undefined)
    return [due ?? { command: "steadystate doctor", why: "what is missing, and how to get it" }];
  return [first, { command: "steadystate discover --create", why: "keep what was found as targets" }];
};

const createdDoc = ({ file, written, added, known, left }: NonNullable<DiscoverOutput["created"]>): Doc => [
  {
    kind: "line",
    tone: written ? "good" : "plain",
    text:
      added.length === 0
        ? `nothing to add to ${file}`
        : `${plural(added.length, "target")} ${written ? "added to" : "to add to"} ${file}`,
  },
  ...(added.length === 0
    ? []
    : [
        {
          kind: "table",
          columns: [{ title: "Name" }, { title: "Source" }, { title: "Where", grow: true }],
          rows: added.map(({ name, source, path = "", context, kubeconfig }) => [
            name,
            source,
            context === undefined
              ? path
              : `context=${context}${kubeconfig === undefined ? "" : ` of ${kubeconfig}`}`,
          ]),
        } as const,
      ]),
  ...known.map(
    ({ as, source, path, context }): Block => ({
      kind: "note",
      text: `known: ${context ?? path ?? source}, as ${as}`,
    }),
  ),
  ...left.map(({ what, why }): Block => ({ kind: "note", text: clip(`left out: ${what}: ${why}`, 240) })),
  {
    kind: "next",
    commands: [
      written
        ? { command: "steadystate targets --check", why: "whether each can be looked at" }
        : added.length > 0
          ? { command: "steadystate discover --create", why: `write them to ${file}` }
          : { command: "steadystate targets", why: "what is named here" },
    ],
  },
];
