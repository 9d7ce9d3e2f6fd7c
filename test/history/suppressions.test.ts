import { describe, expect, test } from "vitest";
import type { CommittedMutes, History } from "../../src/history/history.ts";
import { makeDrift, makeIdentity, makeScope } from "../support/make.ts";
import { itemOf, lookAt, minute, opened, start, stateFile } from "./temporary.ts";

const flag = (rule: string) =>
  ({
    rule,
    version: 1,
    pack: "aws",
    title: rule,
    because: "",
    stance: "exposed-now",
    severity: "low",
    references: [],
    hint: "",
  }) as const;

const mutes = (...keys: string[]): CommittedMutes => ({
  broken: false,
  entries: keys.map((key) => ({
    key,
    title: undefined,
    by: "ana",
    note: undefined,
    added: undefined,
    maxSeverity: undefined,
    rules: undefined,
    expires: undefined,
    owner: undefined,
  })),
});

const muted = async ({ findings }: History, at: number): Promise<readonly string[]> =>
  (await findings({ quietAt: at })).map(({ identity }) => identity.name);

const logs = itemOf("logs");
const key = logs.departure.fingerprint;

describe("a committed mute", () => {
  test("is bound at its first match, once, and what is worse or newly flagged breaks through", async () => {
    const history = await opened(await stateFile());
    await history.remember(lookAt([logs], { mutes: mutes(key) }));
    expect(await history.suppressions()).toMatchObject([
      { key, maxSeverity: "medium", rules: [], boundAt: start, matchedAt: start, meets: 1 },
    ]);
    const later = start + minute;
    await history.remember(
      lookAt([itemOf("logs", { severity: "high" })], { finishedAt: later, mutes: mutes(key) }),
    );
    expect(await muted(history, later)).toEqual([]);
    expect(await history.suppressions()).toMatchObject([
      { maxSeverity: "medium", boundAt: start, matchedAt: later },
    ]);
    await history.remember(
      lookAt([itemOf("logs", { flags: [flag("r1")] })], { finishedAt: later + 1, mutes: mutes(key) }),
    );
    expect(await muted(history, later)).toEqual([]);
    expect((await history.tally(later)).muted).toBe(0);
    await history.remember(lookAt([logs], { finishedAt: later + 2, mutes: mutes(key) }));
    expect(await muted(history, later)).toEqual(["logs"]);
    expect((await history.tally(later)).muted).toBe(1);
  });

  test("by a legacy key meets its finding in every scope, and says so", async () => {
    const history = await opened(await stateFile());
    const inScope = (scope: string) => itemOf(makeDrift({ identity: makeIdentity({ scope, name: "logs" }) }));
    const [prod, dev] = [inScope("prod"), inScope("dev")];
    const { legacy } = prod.departure;
    expect(dev.departure.legacy).toBe(legacy);
    const scopeOf = (identity: string) => makeScope({ environment: identity });
    await history.remember(lookAt([prod], { scope: scopeOf("prod"), mutes: mutes(legacy) }));
    await history.remember(lookAt([dev], { scope: scopeOf("dev"), mutes: mutes(legacy) }));
    expect(await muted(history, start)).toEqual(["logs", "logs"]);
    expect(await history.suppressions()).toMatchObject([{ key: legacy, legacy: true, meets: 2 }]);
  });

  test("is lifted when it goes from the file, with an event each time and no more", async () => {
    const history = await opened(await stateFile());
    for (const [nth, keys] of [[key], [key], [], []].entries())
      await history.remember(lookAt([logs], { finishedAt: start + nth, mutes: mutes(...keys) }));
    expect(await muted(history, start)).toEqual([]);
    const told = await history.events({ fingerprint: key, limit: 10 });
    expect(told.map(({ transition, by }) => [transition, by])).toEqual([
      ["unmuted", "mutes.json"],
      ["opened", undefined],
      ["muted", "ana"],
    ]);
  });

  test("keeps its ceiling while the file is broken", async () => {
    const history = await opened(await stateFile());
    await history.remember(lookAt([logs], { mutes: mutes(key) }));
    await history.remember(lookAt([logs], { finishedAt: start + 1, mutes: { entries: [], broken: true } }));
    expect(await muted(history, start + 1)).toEqual([]);
    const worse = itemOf("logs", { severity: "critical" });
    await history.remember(lookAt([worse], { finishedAt: start + 2, mutes: mutes(key) }));
    expect(await muted(history, start + 2)).toEqual([]);
  });

  test("survives eight scans at once", async () => {
    const file = await stateFile();
    const histories = await Promise.all(Array.from({ length: 8 }, () => opened(file)));
    await Promise.all(
      histories.map((one, nth) =>
        one.remember(lookAt([logs], { finishedAt: start + nth, mutes: mutes(key) })),
      ),
    );
    const [first] = histories;
    expect(await first?.suppressions()).toMatchObject([{ key, maxSeverity: "medium", meets: 1 }]);
    const told = (await first?.events({ fingerprint: key, limit: 50 })) ?? [];
    expect(told.filter(({ transition }) => transition === "muted")).toHaveLength(1);
  });
});
