import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import type { Use } from "../../src/core/runbook/ledger.ts";
import { openHistory } from "../../src/history/store.ts";
import { claimOf, draftOf, recordOf, start } from "../history/gate/offers.ts";

/** One approver as a process of its own: waits for `go`, claims, ends. At `point` it kills itself as `kill -9` would. */
const [file = "", runId = "", point = "", go = "", finding = "f"] = process.argv.slice(2);

const dieAt = (reached: string): void => {
  if (reached === point) process.kill(process.pid, "SIGKILL");
};

let phase = "claim";
/** What is about to be run, such as `claim:insert` for the intent row. */
const verbose = (sql?: unknown): void => {
  const [word = ""] = String(sql).trim().split(/\s/);
  dieAt(`${phase}:${word}`);
};
class Watched extends Database {
  constructor(path: string | Buffer, options?: Database.Options) {
    super(path, { ...options, verbose });
  }
}

const main = async (): Promise<void> => {
  const offer = draftOf({ finding });
  phase = "open";
  const history = await openHistory({ file, mode: "write", now: () => start, driver: async () => Watched });
  const [found] = (await history?.gate.byPrefix(offer.digest, 1)) ?? [];
  if (history === undefined || found === undefined) throw new Error("nothing was offered");
  process.stdout.write("ready\n");
  while (go !== "" && !existsSync(go)) await pause(2);
  phase = "claim";
  const why = (uses: readonly Use[]): string | undefined =>
    uses.some(({ end }) => end === "verified") ? "it was put right" : undefined;
  const claim = claimOf(found, runId, { again: { target: "prod", since: 0, why } });
  let claimed = await history.gate.claim(claim);
  while (!claimed.ok && claimed.reason === "busy") {
    await pause(1);
    claimed = await history.gate.claim(claim);
  }
  phase = "run";
  process.stdout.write(`${claimed.ok ? "won" : claimed.reason}\n`);
  dieAt("run");
  if (!claimed.ok) return;
  phase = "end";
  await claimed.run.end("verified", undefined, recordOf({ event: "result" }));
  dieAt("ended");
};

void main();
