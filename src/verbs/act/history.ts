import { z } from "zod";
import type { Context } from "../../context.ts";
import { genesisHash } from "../../core/audit.ts";
import { type Anchor, judgeAnchors } from "../../core/audit-anchor.ts";
import { keepAnchor, readAnchors, staysHere } from "../../engine/anchor/anchor.ts";
import { SteadystateError } from "../../errors.ts";
import type { History, VerifiedAudit } from "../../history/history.ts";
import { present } from "../../view/rows.ts";
import { instant } from "../../view/words.ts";
import { findIn, notFound } from "../find.ts";
import { FindingRef, Label, RowLimit, Since, sinceOf } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import {
  type Anchors,
  type Chain,
  changeOf,
  decisionOf,
  HistoryOutput,
  type HistoryResult,
  isLegacy,
  legacyRow,
} from "./history-rows.ts";
import { anchorLine, historyBlocks } from "./history-view.ts";

/** A name with a control character in it is a mistake, and nobody finds the file again. */
const AnchorPlace = z
  .string()
  .min(1)
  .regex(/^\P{Cc}+$/u, "must be stdout, git, or the name of a file without control characters");

export const history = defineVerb({
  name: "history",
  room: "act",
  summary: "Who decided what, and what became of findings",
  tier: ({ anchor }) => (staysHere(anchor) ? "read" : "write"),
  effect: ({ anchor }) => (staysHere(anchor) ? "none" : "state"),
  doors: "all",
  input: z.strictObject({
    label: Label,
    finding: FindingRef.optional().describe("only about this finding: its fingerprint, or first 4 digits"),
    by: z.string().trim().min(1).optional().describe("only by this stable id, such as os:ana"),
    since: Since.optional(),
    limit: RowLimit.default(20),
    verify: z.boolean().default(false).describe("walk the whole audit chain; status 1 when it is broken"),
    against: AnchorPlace.optional().describe(
      "verify against anchors too: git, or a file; finds a dropped tail",
    ),
    anchor: AnchorPlace.optional().describe(
      "verify, then keep the end of the chain: stdout, git, or a file to append to",
    ),
  }),
  positionals: [],
  examples: [
    "history --by os:ana --since 7d",
    "history --verify --against git",
    "history --anchor git",
    "history --anchor stdout >> /mnt/elsewhere/anchors.jsonl",
  ],
  details: [
    "An anchor is one line: which store, its last row and the hash of it. Keep it",
    "where nobody who writes this memory can: git push origin",
    "refs/notes/steadystate-audit takes the notes of --anchor git there.",
    "With STEADYSTATE_AUDIT_KEY_FILE every row is keyed, and --verify checks it.",
  ],
  output: HistoryOutput,
  async run({ label, finding, by, since, limit, verify, against, anchor }, ctx) {
    const store = await ctx.history.look();
    const asksChain = verify || against !== undefined || anchor !== undefined;
    if (store === undefined) {
      if (asksChain)
        throw new SteadystateError("not-found", "there is no audit here to verify", {
          hint: "steadystate scan .",
        });
      if (finding !== undefined) throw notFound(finding);
      return { decisions: [], changes: [] };
    }
    const filter = {
      fingerprint: finding === undefined ? undefined : await fingerprintOf(finding, store),
      actor: by,
      since: since === undefined ? undefined : sinceOf(since, ctx.now()),
      limit: limit === 0 ? Number.MAX_SAFE_INTEGER : limit,
    };
    const [rows, events, end] = await Promise.all([
      store.audit({ environment: label, ...filter }),
      store.events(filter),
      store.auditHead(),
    ]);
    const asked = asksChain ? await walked(store, { against, anchor }, ctx) : {};
    return {
      ...{ head: end.hash, decisions: rows.map(decisionOf), changes: events.map(changeOf) },
      ...asked,
    };
  },
  view: historyBlocks,
  verbatim: ({ anchored }) => (anchored?.to === "stdout" ? `${anchorLine(anchored)}\n` : undefined),
  bare: ({ decisions }) => decisions.filter(isLegacy).map(legacyRow),
  outcome: (result) => (isSound(result) ? "done" : "tripped"),
});

/** Of one finding, or of what only the audit knows, such as a mute of what was never seen. Throws `not-found` or `ambiguous`. */
const fingerprintOf = async (ref: string, store: History): Promise<string> => {
  const found = await findIn(store, ref);
  if (found !== undefined) return found.fingerprint;
  const fingerprint = ref.toLowerCase();
  if ((await store.audit({ fingerprint, limit: 1 })).length === 0) throw notFound(ref);
  return fingerprint;
};

type Asked = { readonly against: string | undefined; readonly anchor: string | undefined };

/** The chain, what the anchors say of it, and a new anchor only where both hold. */
const walked = async (
  store: History,
  { against, anchor }: Asked,
  ctx: Context,
): Promise<Pick<HistoryResult, "chain" | "anchors" | "anchored">> => {
  const known = against === undefined ? undefined : await readAnchors(against, ctx);
  const verified = await store.verifyAudit();
  const chain = chainOf(verified);
  const { store: id } = await store.auditHead();
  const anchors =
    known === undefined || against === undefined
      ? undefined
      : await judged(store, known, { from: against, end: { store: id, seq: verified.rows } });
  const said = { chain, ...(anchors === undefined ? {} : { anchors }) };
  if (anchor === undefined || !isSound(said)) return said;
  const made = {
    store: id,
    seq: verified.rows,
    hash: verified.head,
    rows: verified.rows,
    at: instant(ctx.now()),
  };
  return { ...said, anchored: { to: await keepAnchor(anchor, made, ctx), ...made } };
};

type Against = {
  readonly from: string;
  readonly end: { readonly store: string; readonly seq: number };
};

const judged = async (
  store: History,
  known: readonly Anchor[],
  { from, end }: Against,
): Promise<z.infer<typeof Anchors>> => {
  const hashes = await store.auditHashes(known.map(({ seq }) => seq));
  const hashOf = (seq: number): string | undefined => (seq === 0 ? genesisHash : hashes.get(seq));
  const { brokenAt, how, ...counts } = judgeAnchors(known, end, hashOf);
  return { from, ...counts, ...present({ brokenAt, how }) };
};

const chainOf = ({ rows, head, brokenAt, keyedFrom, hasKey }: VerifiedAudit): z.infer<typeof Chain> => ({
  rows,
  head,
  ...present({ brokenAt, keyedFrom }),
  macs: macsOf({ rows, keyedFrom, hasKey }),
});

const macsOf = ({
  rows,
  keyedFrom,
  hasKey,
}: Pick<VerifiedAudit, "rows" | "keyedFrom" | "hasKey">): z.infer<typeof Chain>["macs"] => {
  if (keyedFrom === undefined) return hasKey && rows > 0 ? "missing" : "none";
  return hasKey ? "checked" : "unchecked";
};

const isSound = ({ chain, anchors }: Pick<HistoryResult, "chain" | "anchors">): boolean =>
  chain?.brokenAt === undefined && chain?.macs !== "missing" && anchors?.brokenAt === undefined;
