import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { AuditRecord } from "../core/audit.ts";
import { breakGlassPatience } from "../core/gate/judge.ts";
import { isSameWish, type OfferDraft, type OfferState } from "../core/gate/offer.ts";
import { SteadystateError } from "../errors.ts";
import { appendWithin } from "./audit.ts";
import type { Offering } from "./gate.ts";
import { contentOf, draftOf, isWhole, macOf } from "./offer-content.ts";
import { isGenuine, offerOf, type Reading, stateAt } from "./offer-rows.ts";
import { orNull } from "./rows.ts";
import type { Seal } from "./seal.ts";
import type { OfferTable, Tables } from "./tables.ts";
import { immediately, type Writer } from "./writer.ts";

type How = { readonly insist: boolean; readonly record: AuditRecord };

/** Keeps an offer, or answers what stands in its place. Whatever runs for the same is left alone and stands. */
export const offer = (
  writer: Writer,
  draft: OfferDraft,
  { insist, record }: How,
  reading: Reading,
): Promise<Offering> =>
  immediately(writer, async (db) => {
    if (!isWhole(draft)) throw new SteadystateError("bug", "an offer has a digest that is not of its parts");
    const target = draft.target.target ?? draft.target.path;
    const alike = await alikeOf(db, draft, target);
    const standing = standingIn(alike, draft, insist, reading);
    if (standing !== undefined) return standing;
    const old = alike.filter((row) => stateAt(row, reading.at) === "offered");
    for (const { id } of old) await supersede(db, id, reading.at, draft.digest);
    const row = rowOf(draft, target, sealIn(reading));
    await db.insertInto("offers").values(row).execute();
    await appendWithin(writer, db, { ...record, offerDigest: draft.digest });
    return {
      offer: offerOf(row, reading),
      outcome: "new",
      superseded: old.map((was) => ({ ...offerOf(was, reading), state: "superseded" as const })),
    };
  });

/** Of the same action for the same finding at the same target, newest first. */
const alikeOf = (
  db: Kysely<Tables>,
  { evidence, action }: OfferDraft,
  target: string,
): Promise<readonly OfferTable[]> =>
  db
    .selectFrom("offers")
    .selectAll()
    .where("fingerprint", "=", evidence.fingerprint)
    .where("action", "=", action.name)
    .where("target", "=", target)
    .orderBy("offered_at", "desc")
    .orderBy(sql`rowid`, "desc")
    .execute();

const standingIn = (
  alike: readonly OfferTable[],
  draft: OfferDraft,
  insist: boolean,
  reading: Reading,
): Offering | undefined => {
  const is = (row: OfferTable, state: OfferState): boolean => stateAt(row, reading.at) === state;
  const answer = (row: OfferTable, outcome: Offering["outcome"]): Offering => ({
    offer: offerOf(row, reading),
    outcome,
    superseded: [],
  });
  const running = alike.find((row) => is(row, "running"));
  if (running !== undefined) return answer(running, "standing");
  const exactly = alike.find((row) => row.digest === draft.digest);
  if (exactly !== undefined && is(exactly, "offered") && isGenuine(exactly, reading)) {
    // Break-glass counts from the offer: whoever asks for it again later needs one that begins now.
    const isLate = reading.at - exactly.offered_at > breakGlassPatience;
    return insist && isLate ? undefined : answer(exactly, "standing");
  }
  if (insist) return undefined;
  const newest =
    exactly ??
    alike.find((row) => isGenuine(row, reading) && isSameWish(draftOf(row.content, reading.file), draft));
  if (newest === undefined) return undefined;
  // Nobody knows what that run did: only a person has it tried again.
  if (is(newest, "unknown")) return answer(newest, "standing");
  const until = newest.declined_until;
  const declined = is(newest, "declined") && (until === null || until > reading.at);
  return declined ? answer(newest, "declined") : undefined;
};

const supersede = (db: Kysely<Tables>, id: string, at: number, by: string): Promise<unknown> =>
  db
    .updateTable("offers")
    .set({ state: "superseded", decided_at: at, why: `offered anew as ${by.slice(0, 12)}` })
    .where("id", "=", id)
    .where("state", "=", "offered")
    .execute();

const sealIn = ({ seal, file }: Reading): Seal => {
  if (seal !== undefined) return seal;
  throw new SteadystateError("store-unusable", `the memory at ${file} has no key to seal an offer with`, {
    hint: "steadystate scan",
    details: { file },
  });
};

const rowOf = (draft: OfferDraft, target: string, seal: Seal): OfferTable => {
  const id = randomUUID();
  const content = contentOf(draft);
  return {
    id,
    digest: draft.digest,
    state: "offered",
    fingerprint: draft.evidence.fingerprint,
    action: draft.action.name,
    entry: orNull(draft.entry?.name),
    target,
    content,
    mac: macOf(seal, id, draft.digest, content),
    offered_at: draft.offeredAt,
    expires_at: draft.expiresAt,
    ...{ decided_by: null, decided_at: null, why: null, declined_until: null, run_id: null, began_at: null },
    ...{ ends_at: null, pid: null, host: null, lease_until: null, ended_at: null },
    relapsed_at: null,
  };
};
