import type { Context } from "../context.ts";
import { parseDuration } from "../core/time.ts";
import { SteadystateError } from "../errors.ts";
import type { History } from "../history/history.ts";
import { isMissing } from "../history/missing.ts";

type Remembering = {
  readonly file: string;
  readonly auditKeyFile: string | undefined;
  readonly config: Context["config"];
};

/** A store that was opened for writing serves reading too, so that one call holds one connection. */
export const openMemory = (
  { file, auditKeyFile, config }: Remembering,
  told: (text: string) => void,
): Context["history"] & { readonly close: () => Promise<void> } => {
  const relapse = () => relapseOf(config);
  const opened: { reader?: History | undefined; writer?: History } = {};
  const ahead: { key?: Buffer } = {};
  const opening: {
    reader?: Promise<History | undefined> | undefined;
    writer?: Promise<History> | undefined;
  } = {};
  /** Several may ask at once, and one connection serves them all; an opening that failed is tried again. */
  const open = (): Promise<History> => {
    opening.writer ??= openWriter().finally(() => {
      opening.writer = undefined;
    });
    return opening.writer;
  };
  const openWriter = async (): Promise<History> => {
    const { openHistory } = await import("../history/store.ts");
    const how = { file, auditKeyFile, mode: "write", now: Date.now, told } as const;
    const writer = opened.writer ?? (await openHistory({ ...how, relapse, newKey: ahead.key }));
    if (writer === undefined) throw new SteadystateError("store-unusable", `cannot open ${file}`);
    opened.writer = writer;
    return writer;
  };
  const look = async (mode: "read" | "mend"): Promise<History | undefined> => {
    if (opened.writer !== undefined) return opened.writer;
    if (opened.reader === undefined && isMissing(file)) return undefined;
    opening.reader ??= openReader(mode).finally(() => {
      opening.reader = undefined;
    });
    return opening.reader;
  };
  const openReader = async (mode: "read" | "mend"): Promise<History | undefined> => {
    const { openHistory } = await import("../history/store.ts");
    opened.reader ??= await openHistory({ file, auditKeyFile, mode, now: Date.now });
    return opened.reader;
  };
  return {
    standing: async () => (isMissing(file) ? undefined : open()),
    sealAhead: async () => {
      const { newKey, sealWith } = await import("../history/seal.ts");
      ahead.key ??= newKey();
      return sealWith(ahead.key);
    },
    look: () => look("read"),
    lookToWrite: () => look("mend"),
    open,
    facts: async () => (await import("../history/facts.ts")).storeFacts(file),
    tryAuditKey: async () => {
      const { readAuditKey } = await import("../history/audit-key.ts");
      return readAuditKey(auditKeyFile, file) !== undefined;
    },
    tryAddon: async () => (await import("../history/facts.ts")).tryAddon(file),
    close: async () => {
      await opened.reader?.close();
      await opened.writer?.close();
    },
  };
};

const aDay = 86_400_000;

/** Whoever only looks is not kept from it by a mistake in the policy. */
const relapseOf = async (config: Context["config"]): Promise<number> => {
  try {
    return parseDuration((await config()).runbook.relapse) ?? aDay;
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    return aDay;
  }
};
