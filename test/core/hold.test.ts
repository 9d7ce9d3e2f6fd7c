import { describe, expect, test } from "vitest";
import type { Judged } from "../../src/core/gate/judge.ts";
import { type Basis, type Outlook, planHold } from "../../src/core/hold.ts";
import { type ReflexLevel, reflexesWith } from "../../src/core/reflex/reflex.ts";

const free: Judged = { ok: true, decision: "within-bound" };
const held: Judged = { ok: false, event: "escalated", why: "lossless/tenant is outside the bound", hint: "" };

const reflex = (autonomy: ReflexLevel): Basis => {
  const [first] = reflexesWith("").all;
  if (first === undefined) throw new Error("there is no reflex");
  return { is: "reflex", reflex: { ...first, autonomy } };
};
const entry: Basis = { is: "entry", name: "fix", vouchedBy: "ana", words: false };

const judged = (size: number | "unread" | undefined, how: Judged = free): Outlook => ({
  is: "judged",
  judged: how,
  size,
});
const one = (basis: Basis, outlook: Outlook) => planHold([{ basis, outlook }])[0];

describe("a tick decides exactly once for each finding", () => {
  test.each([
    ["a reflex at auto", reflex("auto"), judged(3), "act", "at auto (STEADYSTATE_REFLEX_AUTO), 3 to touch"],
    ["as many as one act may touch", reflex("auto"), judged(50), "act", "50 to touch"],
    ["one more than that", reflex("auto"), judged(51), "escalate", "51 things are more than the 50"],
    ["nobody can tell how many", reflex("auto"), judged(undefined), "escalate", "nobody can tell how much"],
    ["a plan, which reads nothing", reflex("auto"), judged("unread"), "act", "counted when it acts"],
    ["a reflex at propose", reflex("propose"), judged(3), "propose", "is at propose"],
    ["a reflex that observes", reflex("observe"), judged(3), "watch", "only observes"],
    ["outside the bound", reflex("auto"), judged(3, held), "escalate", "is outside the bound"],
    ["outside it, at propose", reflex("propose"), judged(3, held), "escalate", "is outside the bound"],
    ["unreadable", reflex("auto"), { is: "hindered", why: "refused" }, "escalate", "refused"],
    ["gone", reflex("auto"), { is: "noop", why: "no pod" }, "watch", "nothing is left to do: no pod"],
    ["an entry", entry, judged(undefined), "act", "the runbook entry fix, vouched by ana"],
    ["an entry that is withheld", entry, judged(undefined, held), "escalate", "outside the bound"],
    ["an entry that is unreadable", entry, { is: "hindered", why: "refused" }, "escalate", "refused"],
    ["no reflex", { is: "action", name: "scale" }, judged(1), "escalate", "a person may take scale"],
    ["nothing at all", { is: "nothing", why: "nothing fits" }, judged(1), "escalate", "nothing fits"],
  ] as const)("%s", (_, basis, outlook, decision, reason) => {
    expect(one(basis, outlook)).toMatchObject({ decision, reason: expect.stringContaining(reason) });
  });

  test("more at once than a reflex answers in a tick is none of them, and what is gone does not count", () => {
    const many = (count: number) =>
      planHold([
        ...Array.from({ length: count }, () => ({ basis: reflex("auto"), outlook: judged(1) })),
        { basis: reflex("auto"), outlook: { is: "noop", why: "gone" } },
      ]).map(({ decision }) => decision);
    expect(new Set(many(10).slice(0, -1))).toEqual(new Set(["act"]));
    expect(new Set(many(11).slice(0, -1))).toEqual(new Set(["escalate"]));
  });
});

test("a name that is no reflex promotes nothing, and is told", () => {
  const { all, unknown } = reflexesWith("reclaim-evictd, nonsense");
  expect(all.map(({ autonomy }) => autonomy)).toEqual(["propose"]);
  expect(unknown).toEqual([
    expect.stringContaining("did you mean reclaim-evicted?"),
    expect.stringContaining("nonsense, which is no reflex"),
  ]);
  expect(reflexesWith(" reclaim-evicted ,").all[0]?.autonomy).toBe("auto");
});
