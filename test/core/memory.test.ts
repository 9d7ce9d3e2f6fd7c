import { describe, expect, test } from "vitest";
import type { Drift, FieldDiff } from "../../src/core/departure.ts";
import type { Suppression } from "../../src/core/finding.ts";
import {
  type Happening,
  type Known,
  type Memory,
  recall,
  type Sighting,
  type Telling,
} from "../../src/core/memory.ts";
import type { Item } from "../../src/core/report.ts";
import { makeDrift, makeIdentity, makeSymptom } from "../support/make.ts";

const minute = 60_000;
const grace = 30 * minute;
const start = 1_750_000_000_000;

const bucket = (name: string, fields: Partial<Omit<Drift, "type">> = {}): Drift =>
  makeDrift({ identity: makeIdentity({ name }), ...fields });

const itemOf = (departure: Item["departure"], fields: Partial<Omit<Item, "departure">> = {}): Item => ({
  departure,
  title: `${departure.identity.name} differs`,
  severity: "medium",
  flags: [],
  layer: "application",
  disposition: "noted",
  ...fields,
});

type Walked = Omit<Memory, "sightings"> & {
  readonly sightings: readonly Sighting[];
  readonly events: readonly Happening[];
};

const look = (fields: Partial<Telling>): Walked => {
  const { sightings, unseen } = recall({
    known: [],
    items: [],
    source: "terraform",
    suppressions: new Map(),
    coverage: { status: "complete" },
    now: start,
    observedAt: fields.now ?? start,
    grace,
    ...fields,
  });
  const walked = [...sightings];
  return { sightings: walked, unseen, events: [...walked, ...unseen].flatMap(({ events }) => events) };
};

/** What stands in memory after a first look at these items. */
const knownAfter = (items: readonly Item[], fields: Partial<Known> = {}): readonly Known[] =>
  look({ items }).sightings.map((sighting) => ({
    fingerprint: sighting.fingerprint,
    title: sighting.facts.title,
    severity: sighting.facts.severity,
    presence: "present",
    content: sighting.content,
    digest: sighting.digest,
    firstSeen: sighting.firstSeen,
    lastObserved: sighting.lastObserved,
    sightedAt: sighting.sightedAt,
    staleSince: undefined,
    ...fields,
  }));

const told = ({ events }: Walked): readonly string[] =>
  events.map(({ transition, from, to }) => [transition, from ?? "", to ?? ""].join(" ").trim());

const logs = itemOf(bucket("logs"));
const row = (path: string, after: string, fields: Partial<FieldDiff> = {}): FieldDiff => ({
  path,
  before: "old",
  after,
  secret: false,
  unknown: false,
  forcesReplacement: false,
  ...fields,
});

describe("a thing that was seen", () => {
  type Case = {
    readonly name: string;
    readonly items: readonly Item[];
    readonly known?: readonly Known[];
    readonly state: "new" | "recurring" | "reopened";
    readonly write: "insert" | "update" | "touch";
    readonly events: readonly string[];
  };
  const cases: readonly Case[] = [
    { name: "new", items: [logs], state: "new", write: "insert", events: ["opened  medium"] },
    {
      name: "recurring, as it was",
      items: [logs],
      known: knownAfter([logs]),
      state: "recurring",
      write: "touch",
      events: [],
    },
    {
      name: "escalated",
      items: [{ ...logs, severity: "critical" }],
      known: knownAfter([logs]),
      state: "recurring",
      write: "update",
      events: ["escalated medium critical"],
    },
    {
      name: "eased",
      items: [{ ...logs, severity: "low" }],
      known: knownAfter([logs]),
      state: "recurring",
      write: "update",
      events: ["eased medium low"],
    },
    {
      name: "other content",
      items: [itemOf(bucket("logs", { diff: [row("acl", "public-read")] }))],
      known: knownAfter([itemOf(bucket("logs", { diff: [row("acl", "private")] }))]),
      state: "recurring",
      write: "update",
      events: ["changed"],
    },
    {
      name: "reopened, and worse",
      items: [{ ...logs, severity: "high" }],
      known: knownAfter([logs], { presence: "resolved" }),
      state: "reopened",
      write: "update",
      events: ["reopened resolved present", "escalated medium high"],
    },
    {
      name: "absent and back within the grace",
      items: [logs],
      known: knownAfter([logs], { presence: "absent" }),
      state: "recurring",
      write: "update",
      events: [],
    },
    {
      name: "stale and seen again",
      items: [logs],
      known: knownAfter([logs], { presence: "stale", staleSince: start }),
      state: "recurring",
      write: "update",
      events: [],
    },
    {
      name: "another title only: rewritten, nothing to tell",
      items: [{ ...logs, title: "worded anew" }],
      known: knownAfter([logs]),
      state: "recurring",
      write: "update",
      events: [],
    },
  ];
  test.each(cases)("$name", ({ items, known = [], state, write, events }) => {
    const memory = look({ items, known, now: start + minute });
    expect(memory.sightings.map((sighting) => [sighting.state, sighting.write])).toEqual([[state, write]]);
    expect(told(memory)).toEqual(events);
  });

  test("readings are kept up to date although they are no change", () => {
    const memory = look({
      items: [itemOf(makeSymptom({ evidence: { n: "2" } }))],
      known: knownAfter([itemOf(makeSymptom({ evidence: { n: "1" } }))]),
    });
    expect(memory.sightings[0]).toMatchObject({ write: "update", facts: { evidence: { n: "2" } } });
  });

  test("keeps its first sighting for ever and moves its last", () => {
    const known = knownAfter([logs], { presence: "resolved" });
    const [sighting] = look({ items: [logs], known, now: start + 9 * minute }).sightings;
    expect(sighting).toMatchObject({ firstSeen: start, lastObserved: start + 9 * minute, was: undefined });
  });

  test("is dated by when reality was looked at, never by the future", () => {
    const [old] = look({ items: [logs], observedAt: start - grace }).sightings;
    expect(old).toMatchObject({ firstSeen: start - grace, lastObserved: start - grace, sightedAt: start });
    const [future] = look({ items: [logs], observedAt: start + grace }).sightings;
    expect(future).toMatchObject({ firstSeen: start, lastObserved: start });
  });
});

describe("a thing that was not seen", () => {
  const known = knownAfter([logs]);
  type Case = readonly [string, Partial<Telling>, Partial<Known>, string, readonly string[]];
  const cases: readonly Case[] = [
    ["within the grace", { now: start + grace - 1 }, {}, "absent", ["absent present absent"]],
    ["past the grace", { now: start + grace }, {}, "resolved", ["resolved present resolved"]],
    ["no grace at all", { now: start, grace: 0 }, {}, "resolved", ["resolved present resolved"]],
    ["absent already", { now: start + minute }, { presence: "absent" }, "absent", []],
    [
      "absent, then past it",
      { now: start + grace },
      { presence: "absent" },
      "resolved",
      ["resolved absent resolved"],
    ],
    [
      "stale, then looked for",
      { now: start + minute },
      { presence: "stale" },
      "absent",
      ["absent stale absent"],
    ],
    [
      "a failed look",
      { now: start + 9 * grace, coverage: { status: "failed" } },
      {},
      "stale",
      ["stale present stale"],
    ],
    [
      "a partial look",
      { now: start + 9 * grace, coverage: { status: "partial" } },
      {},
      "stale",
      ["stale present stale"],
    ],
    [
      "a partial look that was blind to something else",
      { now: start + grace, coverage: { status: "partial" }, blindTo: new Set(["another"]) },
      {},
      "resolved",
      ["resolved present resolved"],
    ],
    [
      "a partial look that was blind to it",
      {
        now: start + grace,
        coverage: { status: "partial" },
        blindTo: new Set(known.map(({ fingerprint }) => fingerprint)),
      },
      {},
      "stale",
      ["stale present stale"],
    ],
    [
      "a failed look saw nothing at all",
      { now: start + grace, coverage: { status: "failed" }, blindTo: new Set() },
      {},
      "stale",
      ["stale present stale"],
    ],
    [
      "absent, then dark",
      { now: start + grace, coverage: { status: "failed" } },
      { presence: "absent" },
      "stale",
      ["stale absent stale"],
    ],
    [
      "dark for long",
      { now: start + 9 * grace, coverage: { status: "failed" } },
      { presence: "stale", staleSince: 7 },
      "stale",
      [],
    ],
    ["an older document", { now: start + 9 * grace, observedAt: start - 1 }, {}, "present", []],
    [
      "an old capture is not past the grace at once",
      { now: start + minute, observedAt: 6 },
      { lastObserved: 5 },
      "absent",
      ["absent present absent"],
    ],
  ];
  test.each(cases)("%s", (_, telling, fields, presence, events) => {
    const memory = look({ known: known.map((one) => ({ ...one, ...fields })), ...telling });
    expect(memory.unseen.map((one) => one.presence)).toEqual([presence]);
    expect(told(memory)).toEqual(events);
  });

  test("carries when it went stale and when it was resolved", () => {
    const dark = look({ known, now: start + minute, coverage: { status: "failed" } });
    expect(dark.unseen[0]).toMatchObject({
      staleSince: start + minute,
      resolvedAt: undefined,
      lastObserved: start,
    });
    const still = knownAfter([logs], { presence: "stale", staleSince: 7 });
    expect(look({ known: still, coverage: { status: "partial" } }).unseen[0]?.staleSince).toBe(7);
    const gone = look({ known: still, now: start + grace });
    expect(gone.unseen[0]).toMatchObject({
      staleSince: undefined,
      resolvedAt: start + grace,
      lastObserved: start,
    });
  });

  test("is left alone once it is resolved", () => {
    const memory = look({ known: knownAfter([logs], { presence: "resolved" }), now: start + 9 * grace });
    expect(memory).toEqual({ sightings: [], unseen: [], events: [] });
  });
});

describe("partial looks", () => {
  test("what they do show is present", () => {
    const other = itemOf(bucket("other"));
    const memory = look({ items: [logs], known: knownAfter([logs, other]), coverage: { status: "partial" } });
    expect(memory.sightings.map(({ facts }) => facts.identity.name)).toEqual(["logs"]);
    expect(memory.unseen.map(({ title, presence }) => [title, presence])).toEqual([
      ["other differs", "stale"],
    ]);
  });
});

describe("suppression", () => {
  const mute: Suppression = {
    kind: "muted",
    until: undefined,
    by: "os:ana",
    note: undefined,
    owner: undefined,
    origin: "local",
    rules: undefined,
    maxSeverity: "medium",
  };
  const suppressions = new Map([[logs.departure.fingerprint, mute]]);

  test("is apart from presence: a muted thing goes absent, resolves and reopens like any other", () => {
    const known = knownAfter([logs]);
    expect(look({ known, suppressions, now: start + grace }).unseen[0]?.presence).toBe("resolved");
    const back = knownAfter([logs], { presence: "resolved" });
    expect(look({ items: [logs], known: back, suppressions }).sightings[0]).toMatchObject({
      state: "reopened",
      wish: { suppression: mute },
    });
  });

  test("holds for what was never remembered", () => {
    expect(look({ items: [logs], suppressions }).sightings[0]).toMatchObject({
      state: "new",
      wish: { suppression: mute },
    });
  });
});

describe("order", () => {
  const items = Array.from({ length: 20 }, (_, n) =>
    itemOf(bucket(`b${n}`), { severity: n % 2 ? "low" : "high" }),
  );
  const twins = [
    itemOf(bucket("twin"), { severity: "low", title: "mild" }),
    itemOf(bucket("twin"), { severity: "high", title: "grave" }),
    itemOf(bucket("twin"), { severity: "high", title: "also grave" }),
  ];
  const known = knownAfter([...items.slice(0, 9), itemOf(bucket("gone1")), itemOf(bucket("gone2"))]);

  test("of items and rows does not matter", () => {
    const one = look({ items: [...items, ...twins], known });
    const other = look({ items: [...twins, ...items].reverse(), known: known.toReversed() });
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
    const shown = one.sightings.map(({ fingerprint }) => fingerprint);
    expect(shown).toEqual([...shown].sort());
  });

  test("two items of one fingerprint are one finding, and the worse speaks", () => {
    const [sighting, ...rest] = look({ items: twins }).sightings;
    expect(rest).toEqual([]);
    expect(sighting?.facts.severity).toBe("high");
  });
});
