import type { Context } from "../context.ts";
import { SteadystateError } from "../errors.ts";
import type { History } from "../history/history.ts";
import { isMissing } from "../history/missing.ts";

/** A store that was opened for writing serves reading too, so that one call holds one connection. */
export const openMemory = (
  { file, auditKeyFile }: { readonly file: string; readonly auditKeyFile: string | undefined },
  told: (text: string) => void,
): Context["history"] & { readonly close: () => Promise<void> } => {
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
    const how = { file, auditKeyFile, mode: "write", now: Date.now, told, newKey: ahead.key } as const;
    const writer = opened.writer ?? (await openHistory(how));
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
