import { appendAudit, audit, auditHashes, auditHead } from "./audit.ts";
import { verifyAudit } from "./audit-walk.ts";
import { reopen, resolve } from "./by-hand.ts";
import { recordCheckStates } from "./check-state-writer.ts";
import { claim } from "./claims.ts";
import { prepareFolder } from "./folder.ts";
import { takeLease } from "./leases.ts";
import { migrate } from "./migrate.ts";
import { closeOffer, tell, tidy } from "./offer-ends.ts";
import { listOffers, offersByPrefix } from "./offer-rows.ts";
import { offer } from "./offering.ts";
import { remember } from "./remember.ts";
import { lift, suppress } from "./suppress.ts";
import { uses } from "./uses.ts";
import { waiverMatches } from "./waiver-matches.ts";
import { writerOn } from "./writer.ts";

/** All that changes a store, and what is asked of it seldom. */
export const writing = {
  appendAudit,
  audit,
  auditHashes,
  auditHead,
  claim,
  closeOffer,
  lift,
  listOffers,
  migrate,
  offer,
  offersByPrefix,
  prepareFolder,
  recordCheckStates,
  remember,
  reopen,
  resolve,
  suppress,
  takeLease,
  tell,
  tidy,
  uses,
  verifyAudit,
  waiverMatches,
  writerOn,
};
