import { printAnchor } from "../../core/audit-anchor.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { Doc } from "../../view/doc.ts";
import { transitionPhrase } from "../../view/phrases.ts";
import { plural } from "../../view/words.ts";
import type { HistoryResult } from "./history-rows.ts";

type Chain = NonNullable<HistoryResult["chain"]>;
type Anchors = NonNullable<HistoryResult["anchors"]>;
type Anchored = NonNullable<HistoryResult["anchored"]>;

export const historyBlocks = ({ decisions, changes, chain, anchors, anchored }: HistoryResult): Doc => [
  ...(chain === undefined ? [] : chainBlocks(chain)),
  ...(anchors === undefined ? [] : [anchorsBlock(anchors)]),
  ...(anchored === undefined ? [] : anchoredBlocks(anchored)),
  { kind: "heading", text: "Who decided what" },
  decisions.length === 0
    ? { kind: "note", text: "nobody has decided anything" }
    : {
        kind: "table",
        columns: [
          { title: "when (UTC)" },
          { title: "who" },
          { title: "what" },
          { title: "finding" },
          { title: "came of it, and what ran", grow: true },
        ],
        rows: decisions.map((row) => [
          minuteOf(row.at),
          row.actor,
          row.event,
          (row.fingerprint ?? "").slice(0, 8),
          saidOf(row),
        ]),
      },
  { kind: "heading", text: "What became of findings" },
  changes.length === 0
    ? { kind: "note", text: "nothing has happened to a finding" }
    : {
        kind: "table",
        columns: [
          { title: "when (UTC)" },
          { title: "finding" },
          { title: "change" },
          { title: "what", grow: true },
        ],
        rows: changes.map(({ at, fingerprint, transition, from, to, by, title }) => [
          minuteOf(at),
          fingerprint.slice(0, 12),
          `${transitionPhrase({ transition, from, to })}${by === undefined ? "" : ` by ${by}`}`,
          title,
        ]),
      },
  ...(anchored === undefined ? [nextStep(decisions.length + changes.length === 0, chain)] : []),
];

const nextStep = (isEmpty: boolean, chain: Chain | undefined): Doc[number] => {
  const [command, why] = isEmpty
    ? ["steadystate scan .", "look, and remember what is found"]
    : chain === undefined
      ? ["steadystate history --verify", "whether anybody changed a row"]
      : chain.brokenAt === undefined
        ? ["steadystate history --anchor git", "keep the end of the chain where it cannot be changed here"]
        : ["steadystate history --json --limit 0", "every row, to compare with a copy"];
  return { kind: "next", commands: [{ command, why }] };
};

const saidOf = ({ outcome, target, reason, argv, exitCode }: HistoryResult["decisions"][number]): string => {
  const ran = argv?.map(shellWord).join(" ");
  const status = exitCode === undefined ? "" : ` (status ${exitCode})`;
  const parts = [outcome, ran === undefined ? undefined : `$ ${ran}${status}`, reason, target];
  return parts.filter((part) => part !== undefined && part !== "").join("; ");
};

const chainBlocks = (chain: Chain): Doc => [
  chain.brokenAt === undefined
    ? {
        kind: "line",
        tone: "good",
        text: `the audit chain holds over ${plural(chain.rows, "row")}; head ${chain.head}`,
      }
    : { kind: "line", tone: "bad", text: `the audit chain is broken at row ${chain.brokenAt}` },
  ...macLines(chain),
];

const macLines = ({ macs, keyedFrom }: Chain): Doc => {
  switch (macs) {
    case "checked":
      return [{ kind: "note", text: `keyed from row ${keyedFrom} on, and each was checked with the key` }];
    case "unchecked":
      return [
        {
          kind: "line",
          tone: "warn",
          text: `keyed from row ${keyedFrom} on; not checked, as STEADYSTATE_AUDIT_KEY_FILE is not set here`,
        },
      ];
    case "missing":
      return [
        {
          kind: "line",
          tone: "bad",
          text: "no row is keyed, though there is a key: nothing was written since it was set, or the chain was made anew",
        },
      ];
    case "none":
      return [];
  }
};

const anchorsBlock = ({ from, own, others, agreesUntil, brokenAt, how }: Anchors): Doc[number] => {
  const besides = others === 0 ? "" : `, ${others} of other stores`;
  if (how === undefined)
    return {
      kind: "line",
      tone: "good",
      text: `${plural(own, "anchor")} in ${from} ${own === 1 ? "agrees" : "agree"} up to row ${agreesUntil}${besides}`,
    };
  const said = {
    cut: `rows are gone from row ${brokenAt} on, which an anchor in ${from} knows`,
    replaced: `row ${brokenAt} is not the one that was anchored in ${from}: something was made anew after row ${agreesUntil}`,
    foreign: `no anchor in ${from} is of this store: it was made anew, or the anchors are of another one`,
  };
  return { kind: "line", tone: "bad", text: said[how] };
};

const anchoredBlocks = (anchored: Anchored): Doc => [
  { kind: "line", tone: "good", text: `anchored row ${anchored.seq}: ${anchored.to}` },
  ...(anchored.to.startsWith("refs/notes/")
    ? [
        {
          kind: "next" as const,
          commands: [
            {
              command: "git push origin refs/notes/steadystate-audit",
              why: "keep it where nobody here can change it",
            },
          ],
        },
      ]
    : []),
];

/** As it is kept. */
export const anchorLine = ({ store, seq, hash, rows, at }: Anchored): string =>
  printAnchor({ store, seq, hash, rows, at });

const minuteOf = (at: string): string => at.slice(0, 16).replace("T", " ");
