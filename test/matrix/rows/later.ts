import type { LaterRow } from "../row.ts";

/** Rows of the specification that nothing can be asked of yet; the statuses are those that they must have then. */
export const laterRows: readonly LaterRow[] = [
  { input: "unknown surface", verbs: ["send", "surfaces"], wanted: "usage, with the list" },
  { input: "unknown delivery", verbs: ["send", "report"], wanted: "usage, before any work" },
  {
    input: "kubectl unreachable",
    verbs: ["compliance"],
    wanted: "source-failed",
  },
  { input: "no targets file", verbs: ["up"], wanted: "usage" },
  { input: "unknown fp", verbs: ["analyze", "explain"], wanted: "not-found" },
  {
    input: "a runbook that cannot be parsed, to be written",
    verbs: ["define-solution", "define-check"],
    wanted: "2, and the file untouched",
  },
  { input: "bad duration", verbs: ["up"], wanted: "usage" },
  { input: "`--framework x`, `--level 9`", verbs: ["compliance"], wanted: "usage" },
  { input: "unknown metrics source env", verbs: ["metrics"], wanted: "usage; health is not affected" },
  { input: "port busy / privileged / out of range", verbs: ["listen", "up"], wanted: "a sentence, status 1" },
  { input: "GitHub token missing", verbs: ["runs", "dispatch", "request", "analyze"], wanted: "refused" },
  {
    input: "LLM missing",
    verbs: ["analyze", "ask", "define-check", "define-solution"],
    wanted: "refused for analyze",
  },
  { input: "stdin closed at an LLM confirm", verbs: ["analyze"], wanted: "treated as no" },
  { input: "Ctrl-C", verbs: ["listen", "up"], wanted: "130 or 0, one clean line" },
];
