import { chmod, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { SteadystateError } from "../errors.ts";
import { appendAudit, audit, verifyAudit } from "./audit.ts";
import { reopen, resolve as resolveByHand } from "./by-hand.ts";
import { checkStates, recordCheckStates } from "./check-states.ts";
import { type Connection, connect, demandSound, undoInterrupted } from "./connection.ts";
import { type Driver, loadDriver } from "./driver.ts";
import { events } from "./events.ts";
import { guarded } from "./failures.ts";
import { byPrefix, count, findings, tally } from "./findings.ts";
import { prepareFolder, readKey } from "./folder.ts";
import type { History } from "./history.ts";
import { inspect } from "./inspect.ts";
import { takeLease } from "./leases.ts";
import { migrate } from "./migrate.ts";
import { remember } from "./remember.ts";
import { lastLooks } from "./scans.ts";
import { sealWith } from "./seal.ts";
import { lift, suppress, suppressions } from "./suppressions.ts";
import { inTurn } from "./turns.ts";
import { waiverMatches } from "./waiver-matches.ts";

export type Opening = {
  readonly file: string;
  /**
   * `read` creates and changes nothing, not even beside the file; `mend` reads too, but first lets a write that was
   * interrupted be undone; `write` makes the store where there is none.
   */
  readonly mode: "read" | "mend" | "write";
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Hears, once, that a memory of the reference was taken over. */
  readonly told?: ((text: string) => void) | undefined;
  /** For a store that is made now; one that has a key keeps it. */
  readonly newKey?: Buffer | undefined;
  /** Loads the SQLite addon. */
  readonly driver?: () => Promise<Driver>;
};

/** Opens the memory; `undefined` when it is only to be read and nothing was ever remembered. */
export const openHistory = ({
  file,
  mode,
  now,
  told,
  newKey,
  driver = loadDriver,
}: Opening): Promise<History | undefined> =>
  guarded(file, async () => {
    const loaded = await driver();
    const path = file === "" ? file : resolve(file);
    const standing = await inspect(path, loaded, mode === "write" ? "write" : "read");
    if (standing !== "store" && mode !== "write") return undefined;
    if (mode === "write") await prepareFolder(path, newKey);
    const real = await realpath(path);
    const key = await readKey(path);
    const connection = await inTurn(real, () => opened(real, { mode, loaded, now, told }));
    return historyOn(connection, { file: real, key, now });
  });

const opened = async (
  file: string,
  { mode, loaded, now, told }: Pick<Opening, "mode" | "now" | "told"> & { readonly loaded: Driver },
): Promise<Connection> => {
  if (mode === "mend") undoInterrupted(file, loaded);
  if (mode !== "write") return connect(file, "read", loaded);
  const connection = connect(file, mode, loaded);
  try {
    await demandSound(connection, file);
    const takenOver = await migrate(connection, file, now());
    if (takenOver !== undefined) {
      // The reference left it readable to everybody.
      await chmod(file, 0o600);
      told?.(takenOver);
    }
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
};

type Standing = Pick<Opening, "file" | "now"> & { readonly key: Buffer | undefined };

const historyOn = (connection: Connection, { file, key, now }: Standing): History => {
  const { db } = connection;
  const turn = <T>(work: () => Promise<T>): Promise<T> => guarded(file, () => inTurn(file, work));
  return {
    remember: (look, lease) => turn(() => remember(connection, file, look, lease)),
    lease: (scope, wait) => takeLease({ connection, turn, now }, scope, wait),
    findings: (filter) => turn(() => findings(db, file, filter)),
    count: (filter) => turn(() => count(db, file, filter)),
    byPrefix: (prefix, limit) => turn(() => byPrefix(db, file, prefix, limit)),
    tally: (at) => turn(() => tally(db, file, at)),
    lastLooks: () => turn(() => lastLooks(db, file)),
    events: (filter) => turn(() => events(db, filter)),
    suppressions: () => turn(() => suppressions(db, file)),
    waiverMatches: () => turn(() => waiverMatches(db)),
    suppress: (wish, deed) => turn(() => suppress(connection, wish, deed)),
    lift: (keys, deed) => turn(() => lift(connection, keys, deed)),
    resolve: (fingerprint, deed) => turn(() => resolveByHand(connection, fingerprint, deed)),
    reopen: (fingerprint, deed) => turn(() => reopen(connection, fingerprint, deed)),
    appendAudit: (record) => turn(() => appendAudit(connection, record)),
    audit: (filter) => turn(() => audit(db, file, filter)),
    verifyAudit: () => turn(() => verifyAudit(db, file)),
    checkStates: (identity) => turn(() => checkStates(db, identity)),
    recordCheckStates: (identity, states, at) =>
      turn(() => recordCheckStates(connection, identity, states, at)),
    seal: (secret) => {
      if (key !== undefined) return sealWith(key)(secret);
      throw new SteadystateError(
        "store-unusable",
        `the memory at ${file} has no key yet to seal a secret with`,
        {
          hint: "steadystate scan",
          details: { file },
        },
      );
    },
    close: () => turn(() => connection.close()),
  };
};
