import { chmodSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { SteadystateError } from "../errors.ts";
import { readAuditKey } from "./audit-key.ts";
import { checkStates } from "./check-states.ts";
import { type Connection, connect, demandSound, undoInterrupted } from "./connection.ts";
import { type Driver, loadDriver } from "./driver.ts";
import { events } from "./events.ts";
import { guarded } from "./failures.ts";
import { byPrefix, count, findings, tally } from "./findings.ts";
import type { History } from "./history.ts";
import { inspect } from "./inspect.ts";
import { readKey } from "./key.ts";
import { lastLooks } from "./last-looks.ts";
import { writing } from "./late.ts";
import type { Reading } from "./offer-rows.ts";
import { sealWith } from "./seal.ts";
import { serving } from "./serving.ts";
import { suppressions } from "./suppressions.ts";
import { inTurn } from "./turns.ts";

export type Opening = {
  readonly file: string;
  /**
   * `read` creates and changes nothing, not even beside the file; `mend` reads too, but first lets a write that was
   * interrupted be undone; `write` makes the store where there is none.
   */
  readonly mode: "read" | "mend" | "write";
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Hears, once, that a memory of the reference was taken over, or that the key was gone. */
  readonly told?: ((text: string) => void) | undefined;
  /** File of the key that every row of the audit is made with, absolute; read when a row is written or verified. */
  readonly auditKeyFile?: string | undefined;
  /** Milliseconds after its end in which what an effect put right is looked out for; a day without it. */
  readonly relapse?: (() => Promise<number>) | undefined;
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
  auditKeyFile,
  relapse = async () => aDay,
  driver = loadDriver,
}: Opening): Promise<History | undefined> =>
  guarded(file, async () => {
    const loaded = await driver();
    const path = file === "" ? file : resolve(file);
    const standing = await inspect(path, loaded, mode === "write" ? "write" : "read");
    if (standing !== "store" && mode !== "write") return undefined;
    const rekeyed =
      mode === "write" && (await (await writing()).prepareFolder(path, newKey)) && standing === "store";
    const real = realpathSync.native(path);
    const key = readKey(path);
    const auditKey = () => readAuditKey(auditKeyFile, real);
    const connection = await inTurn(real, () => opened(real, { mode, loaded, now, told, rekeyed, auditKey }));
    return historyOn(connection, { file: real, key, now, auditKey, relapse });
  });

const aDay = 86_400_000;

type Making = Pick<Opening, "mode" | "now" | "told"> & {
  readonly loaded: Driver;
  /** The store stood there already, and its key did not. */
  readonly rekeyed: boolean;
  readonly auditKey: Writer["auditKey"];
};

const holdsSeals = ({ statement }: Connection): boolean =>
  statement("select 1 from findings where seals is not null limit 1").get() !== undefined;

const keyGone = (file: string): string =>
  `the key beside the memory at ${file} was gone, and a new one was made: the next look takes every secret for changed, once`;

const opened = async (
  file: string,
  { mode, loaded, now, told, rekeyed, auditKey }: Making,
): Promise<Connection> => {
  if (mode === "mend") undoInterrupted(file, loaded);
  if (mode !== "write") return connect(file, "read", loaded);
  const connection = connect(file, mode, loaded);
  try {
    demandSound(connection, file);
    const { migrate, writerOn } = await writing();
    const takenOver = await migrate(writerOn(connection, auditKey), file, now());
    if (takenOver !== undefined) {
      // The reference left it readable to everybody.
      chmodSync(file, 0o600);
      told?.(takenOver);
    }
    if (rekeyed && holdsSeals(connection)) told?.(keyGone(file));
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
};

type Standing = Pick<Opening, "file" | "now"> &
  Pick<Writer, "auditKey"> & {
    readonly key: Buffer | undefined;
    readonly relapse: NonNullable<Opening["relapse"]>;
  };

type Writing = Awaited<ReturnType<typeof writing>>;
type Writer = ReturnType<Writing["writerOn"]>;
type Turn = <T>(work: () => Promise<T>) => Promise<T>;
type Written = <T>(work: (all: Writing, writer: Writer) => Promise<T>) => Promise<T>;

type Ways = { readonly connection: Connection; readonly turn: Turn; readonly written: Written };

const gateOn = (
  { connection, turn, written }: Ways,
  { file, key, now, auditKey }: Standing,
): History["gate"] => {
  const seal = key === undefined ? undefined : sealWith(key);
  const reading = (): Reading => ({ file, seal, at: now() });
  return {
    offer: (draft, how) => written((all, writer) => all.offer(writer, draft, how, reading())),
    list: (filter) => turn(async () => (await writing()).listOffers(connection, filter, reading())),
    byPrefix: (prefix, limit) =>
      turn(async () => (await writing()).offersByPrefix(connection, prefix, limit, reading())),
    uses: (filter) => turn(async () => (await writing()).uses(connection, filter, reading())),
    claim: async (wanted) => {
      const { claim, writerOn } = await writing();
      return claim({ writer: writerOn(connection, auditKey), turn, reading }, wanted);
    },
    close: (...closing) => written((all, writer) => all.closeOffer(writer, closing, reading())),
    tidy: (record) => written((all, writer) => all.tidy(writer, record, reading())),
    tell: (records) => written((all, writer) => all.tell(writer, records)),
  };
};

const historyOn = (connection: Connection, standing: Standing): History => {
  const { file, key, now, auditKey, relapse } = standing;
  const turn: Turn = (work) => guarded(file, () => inTurn(file, work));
  const written: Written = (work) =>
    turn(async () => {
      const all = await writing();
      return work(all, all.writerOn(connection, auditKey));
    });
  return {
    remember: async (look, lease) => {
      const terms = { file, relapse: await relapse() };
      return written(({ remember }, writer) => remember(writer, terms, look, lease));
    },
    lease: async (scope, wait) => {
      const { takeLease, writerOn } = await writing();
      return takeLease({ writer: writerOn(connection, auditKey), turn, now }, scope, wait);
    },
    findings: (filter) => turn(() => findings(connection, file, filter)),
    count: (filter) => turn(() => count(connection, file, filter)),
    byPrefix: (prefix, limit) => turn(() => byPrefix(connection, file, prefix, limit)),
    tally: (at) => turn(() => tally(connection, file, at)),
    lastLooks: () => turn(() => lastLooks(connection, file)),
    serving: () => turn(() => serving(connection, file)),
    events: (filter) => turn(() => events(connection, filter)),
    suppressions: () => turn(() => suppressions(connection, file)),
    waiverMatches: () => written(({ waiverMatches }) => waiverMatches(connection)),
    suppress: (wish, deed) => written(({ suppress }, writer) => suppress(writer, wish, deed)),
    lift: (keys, deed) => written(({ lift }, writer) => lift(writer, keys, deed)),
    resolve: (fingerprint, deed) => written((all, writer) => all.resolve(writer, fingerprint, deed)),
    reopen: (fingerprint, deed) => written(({ reopen }, writer) => reopen(writer, fingerprint, deed)),
    appendAudit: (record) => written(({ appendAudit }, writer) => appendAudit(writer, record)),
    audit: (filter) => written(({ audit }, { db }) => audit(db, file, filter)),
    verifyAudit: () => written(({ verifyAudit }, writer) => verifyAudit(writer, file)),
    auditHead: () => written(({ auditHead }, { db }) => auditHead(db)),
    auditHashes: (seqs) => written(({ auditHashes }, { db }) => auditHashes(db, seqs)),
    checkStates: (identity) => turn(() => checkStates(connection, identity)),
    recordCheckStates: (identity, states, at) =>
      written(({ recordCheckStates }, writer) => recordCheckStates(writer, identity, states, at)),
    gate: gateOn({ connection, turn, written }, standing),
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
    close: () => turn(async () => connection.close()),
  };
};
