import { appendAudit, audit, verifyAudit } from "./audit.ts";
import { reopen, resolve } from "./by-hand.ts";
import { recordCheckStates } from "./check-state-writer.ts";
import { prepareFolder } from "./folder.ts";
import { takeLease } from "./leases.ts";
import { migrate } from "./migrate.ts";
import { remember } from "./remember.ts";
import { lift, suppress } from "./suppress.ts";
import { waiverMatches } from "./waiver-matches.ts";
import { writerOn } from "./writer.ts";

/** All that changes a store, and what is asked of it seldom. */
export const writing = {
  appendAudit,
  audit,
  lift,
  migrate,
  prepareFolder,
  recordCheckStates,
  remember,
  reopen,
  resolve,
  suppress,
  takeLease,
  verifyAudit,
  waiverMatches,
  writerOn,
};
