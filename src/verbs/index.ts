import type { Verb } from "./verb.ts";

/** Every verb, in the order in which help lists them; the code of one is loaded when it is called. */
export const verbs = {
  status: async () => (await import("./working/status.ts")).status,
  health: async () => (await import("./working/health.ts")).health,
  summary: async () => (await import("./working/summary.ts")).summary,
  findings: async () => (await import("./working/findings.ts")).findings,
  show: async () => (await import("./working/show.ts")).show,
  smoke: async () => (await import("./working/smoke.ts")).smoke,
  scan: async () => (await import("./look/scan.ts")).scan,
  ci: async () => (await import("./look/ci.ts")).ci,
  history: async () => (await import("./act/history.ts")).history,
  checks: async () => (await import("./teach/checks.ts")).checks,
  "add-check": async () => (await import("./teach/add-check.ts")).addCheck,
  "remove-check": async () => (await import("./teach/remove-check.ts")).removeCheck,
  tools: async () => (await import("./connect/tools.ts")).tools,
  "silo add": async () => (await import("./setup/silo-add.ts")).siloAdd,
  "silo discover": async () => (await import("./setup/silo-discover.ts")).siloDiscover,
  "silo list": async () => (await import("./setup/silo-list.ts")).siloList,
  "silo rm": async () => (await import("./setup/silo-rm.ts")).siloRm,
  doctor: async () => (await import("./setup/doctor.ts")).doctor,
  validate: async () => (await import("./setup/validate.ts")).validate,
  completion: async () => (await import("./setup/completion.ts")).completion,
  catalog: async () => (await import("./setup/catalog.ts")).catalog,
  commands: async () => (await import("./setup/commands.ts")).commands,
} as const satisfies Readonly<Record<string, () => Promise<Verb>>>;
