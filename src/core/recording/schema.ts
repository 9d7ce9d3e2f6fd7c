import { z } from "zod";
import { thresholds } from "../ci-gate.ts";
import { actions, directions, markers } from "../departure.ts";
import { bases } from "../observation.ts";
import { solutionKinds } from "../runbook/solution.ts";
import { tunings } from "../score/tuning.ts";
import { servingStates } from "../serving.ts";
import { severities } from "../severity.ts";
import { isMap, type ValueMap } from "../value.ts";
import { waiverOf } from "../waive.ts";
import { closeEntry } from "./entry.ts";
import { closeMasks } from "./opaque.ts";

const Text = z.string();
const Count = z.number().int().nonnegative();
const Instant = z.number().int();
const Severity = z.enum(severities);

/** A member that is there and may be undefined, which JSON writes by leaving it out. */
const maybe = <S extends z.ZodType>(schema: S) => schema.optional().transform((value) => value);

const Values = z.unknown().transform((raw, context): ValueMap => {
  const value = closeMasks(raw);
  if (isMap(value)) return value;
  context.addIssue({ code: "custom", message: "holds something that no look writes" });
  return z.NEVER;
});

const Identity = z.strictObject({
  style: z.enum(["address", "path"]),
  scope: Text,
  group: Text,
  kind: Text,
  namespace: Text,
  name: Text,
  key: Text,
});

const common = {
  fingerprint: Text,
  legacy: Text,
  identity: Identity,
  provenance: z.strictObject({
    source: Text,
    address: maybe(Text),
    file: maybe(Text),
    line: maybe(z.number().int()),
  }),
  since: Instant.optional(),
};

const Drift = z.strictObject({
  ...common,
  type: z.literal("drift"),
  direction: z.enum(directions),
  action: z.enum(actions),
  markers: z.array(z.enum(markers)),
  reason: maybe(Text),
  reality: maybe(Values),
  desired: maybe(Values),
  diff: z.array(
    z.strictObject({
      path: Text,
      before: maybe(Text),
      after: maybe(Text),
      secret: z.boolean(),
      unknown: z.boolean(),
      forcesReplacement: z.boolean(),
    }),
  ),
  diffCut: Count,
  stateful: z.boolean(),
  movedFrom: maybe(Text),
});

const told = { severity: Severity, title: Text, detail: Text };
const Policy = z.strictObject({ ...common, type: z.literal("policy"), rule: Text, ...told });

const Share = z.strictObject({ failing: Count, all: Count });
const Bearings = z.strictObject({
  uses: z.array(Identity),
  rollout: z.strictObject({ since: Instant, changed: z.array(Text) }).optional(),
  siblings: z.strictObject({ young: Share, old: Share }).optional(),
});

const Symptom = z.strictObject({
  ...common,
  type: z.literal("symptom"),
  category: Text,
  family: Text,
  ...told,
  workload: maybe(Text),
  evidence: z.record(Text, Text),
  bearings: Bearings.optional(),
});

const Serving = z.strictObject({ kind: Text, namespace: Text, name: Text, serves: z.enum(servingStates) });

const Observation = z.strictObject({
  scope: z.strictObject({
    identity: Text,
    resolution: Text,
    source: Text,
    path: Text,
    environment: maybe(Text),
    workspace: maybe(Text),
  }),
  coverage: z.strictObject({
    status: z.enum(["complete", "partial", "failed"]),
    basis: z.enum(bases),
    gaps: z.array(z.strictObject({ what: Text, why: Text })),
    looked: Count,
  }),
  departures: z.array(z.discriminatedUnion("type", [Drift, Policy, Symptom])),
  assertions: z.strictObject({ passed: Count, failed: Count, unknown: Count }),
  serving: z.exactOptional(z.array(Serving)),
  observedAt: maybe(Instant),
  informational: z.record(Text, z.number()),
  warnings: z.array(Text),
  blindTo: z.array(Text).optional(),
});

const Suppression = z.strictObject({
  kind: z.enum(["muted", "snoozed"]),
  until: maybe(Instant),
  by: maybe(Text),
  note: maybe(Text),
  owner: maybe(Text),
  origin: z.enum(["local", "committed"]),
  maxSeverity: maybe(Severity),
  rules: maybe(z.array(Text)),
});

const Recollection = z.strictObject({
  state: z.enum(["new", "recurring", "reopened"]),
  firstSeen: Instant,
  suppression: maybe(Suppression),
  was: maybe(Severity),
});

const Remembered = z.strictObject({
  scan: Count,
  recollections: z
    .record(Text, Recollection)
    .transform((recollections) => new Map(Object.entries(recollections))),
  resolved: z.array(z.strictObject({ fingerprint: Text, title: Text })),
  absent: Count,
  stale: Count,
});

const Waiver = z
  .strictObject({ rule: Text, resource: Text, reason: Text, owner: Text, expires: Instant })
  .transform(waiverOf);

const Mute = z.strictObject({
  key: Text,
  title: maybe(Text),
  by: maybe(Text),
  note: maybe(Text),
  added: maybe(Text),
  maxSeverity: maybe(Severity),
  rules: maybe(z.array(Text)),
  expires: maybe(Instant),
  owner: maybe(Text),
});

const Entry = z
  .strictObject({
    name: Text,
    author: Text,
    for: maybe(Text),
    match: maybe(Text),
    kind: z.enum(solutionKinds),
    run: maybe(Text),
    target: maybe(Text),
    targets: z.array(Text),
    environments: z.array(Text),
    draft: z.boolean(),
    vouchedBy: maybe(Text),
  })
  .transform(closeEntry);

/** What a recording says, as it stands in the file behind its head. */
export const Recorded = z.strictObject({
  now: Instant,
  tuning: z.enum(tunings),
  failOn: z.enum(thresholds),
  platform: z.strictObject({
    namespaces: z.array(Text),
    workloads: z.array(Text),
    applications: z.array(Text),
  }),
  waivers: z.array(Waiver),
  mutes: z.array(Mute),
  solutions: z.array(Entry),
  remembered: maybe(Remembered),
  observations: z.array(Observation),
});
