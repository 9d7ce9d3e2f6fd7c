import { z } from "zod";
import { hasRunOut } from "../../core/suppression.ts";
import { writeDown } from "../../engine/write-down.ts";
import type { KeptSuppression } from "../../history/history.ts";
import type { Doc } from "../../view/doc.ts";
import { instant, plural } from "../../view/words.ts";
import { defineVerb } from "../verb.ts";
import { shownFile } from "./wish.ts";

const Idle = z.strictObject({
  fingerprint: z.string(),
  title: z.string().optional(),
  since: z.string().optional().describe("UTC; absent where it never matched anything here"),
});

const Output = z.strictObject({
  file: z.string(),
  added: z.array(z.string()).describe("fingerprints that are new in the file, or changed"),
  total: z.number().int().describe("mutes in the file now"),
  unbound: z.number().int().describe("mutes that met nothing yet and state no ceiling; not written"),
  idle: z.array(Idle).describe("committed mutes that match nothing any more"),
});

export const commitMutes = defineVerb({
  name: "commit-mutes",
  room: "quiet",
  summary: "Save mutes to the repository, for everybody and ci",
  tier: "author",
  effect: "state",
  doors: "human",
  input: z.strictObject({}),
  positionals: [],
  examples: ["commit-mutes", "commit-mutes --json"],
  details: [
    "Merges the mutes of this memory that have no end into mutes.json, each with",
    "its ceiling, and removes nothing. Snoozes and mutes --for a time stay here.",
  ],
  output: Output,
  async run(_, ctx) {
    const kept = (await (await ctx.history.lookToWrite())?.suppressions()) ?? [];
    const now = ctx.now();
    const own = kept.filter(
      ({ kind, origin, until }) => kind === "muted" && origin === "local" && until === undefined,
    );
    const whole = own.filter(({ maxSeverity }) => maxSeverity !== undefined);
    const added = instant(now).slice(0, 10);
    const change = await ctx.commit.mutes({
      add: whole.map(({ key, title, by, note, maxSeverity, rules, owner }) => ({
        key,
        title,
        by,
        note,
        added,
        maxSeverity,
        rules,
        expires: undefined,
        owner,
      })),
      remove: [],
    });
    const file = shownFile(change.path, ctx);
    if (change.added.length > 0)
      await writeDown(
        "mutes-committed",
        {
          changed: file,
          target: file,
          outcome: plural(change.added.length, "mute"),
          reason: briefly(change.added),
        },
        ctx,
      );
    return {
      file,
      added: [...change.added],
      total: change.total,
      unbound: own.length - whole.length,
      idle: kept.filter((one) => one.origin === "committed" && isIdle(one, now)).map(idleRow),
    };
  },
  view: ({ file, added, total, unbound, idle }): Doc => [
    {
      kind: "line",
      tone: "good",
      text: `${plural(added.length, "new mute")}, ${total} in ${file}`,
    },
    ...(unbound === 0
      ? []
      : [
          { kind: "note" as const, text: `${unbound} not written: they met nothing yet and have no ceiling` },
        ]),
    ...idle.map(({ fingerprint, title = fingerprint, since }) => ({
      kind: "note" as const,
      text: `matched nothing ${since === undefined ? "so far" : `since ${since}`}: ${title}`,
    })),
    {
      kind: "next",
      commands: [
        added.length === 0
          ? { command: "steadystate findings --muted", why: "what is muted here" }
          : { command: `git add ${file}`, why: "commit it, so that it counts for everybody" },
      ],
    },
  ],
});

const briefly = (keys: readonly string[]): string =>
  [...keys.slice(0, 20).map((key) => key.slice(0, 12)), ...(keys.length > 20 ? ["…"] : [])].join(" ");

const isIdle = (wish: KeptSuppression, now: number): boolean => wish.meets === 0 && !hasRunOut(wish, now);

const idleRow = ({ key, title, matchedAt }: KeptSuppression): z.infer<typeof Idle> => ({
  fingerprint: key,
  ...(title === undefined ? {} : { title }),
  ...(matchedAt === undefined ? {} : { since: instant(matchedAt) }),
});
