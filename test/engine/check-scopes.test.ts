import { describe, expect, test } from "vitest";
import { bad, check, dark, good, wall } from "../support/check-wall.ts";

describe("what a scan remembers of checks", () => {
  test("a check that could not be asked keeps its own finding alone: its siblings resolve", async () => {
    const entries = [check("shop"), check("gone"), check("mute")];
    const unread = {
      ...check("unread"),
      read: { kind: "kubectl-log", namespace: "shop", selector: "app=web" },
      when: { pattern: "panic", expect: "absent" },
    };
    const { world, ask, scan, folder, verdict } = await wall(entries);
    const presences = async () => {
      const { data } = await ask("findings", { all: true, limit: 0 });
      const found = data["findings"] as { category: string; presence: string }[];
      return Object.fromEntries(found.map(({ category, presence }) => [category, presence]));
    };
    for (const { name } of entries) world.answers.set(name, bad);
    await scan();
    world.at = 1;
    world.answers.set("shop", good).set("mute", dark).set("unread", dark);
    folder.write({ "steadystate/checks.json": [check("shop"), check("mute"), unread] });
    const second = await scan();
    expect([second.exit, second.data["complete"]]).toEqual([3, false]);
    expect(await presences()).toEqual({ shop: "resolved", gone: "resolved", mute: "stale" });
    expect(await verdict(), "what is not seen is never green").not.toBe("WORKING");
    world.at = 2;
    world.answers.set("mute", good);
    expect([(await scan()).exit, (await presences())["mute"]]).toEqual([3, "resolved"]);
  });

  test("a file with a fault says of nothing that it is gone: nobody knows what stood there", async () => {
    const { world, ask, scan, folder } = await wall([check("shop"), check("other")]);
    world.answers.set("shop", bad);
    await scan();
    world.at = 1;
    folder.write({ "steadystate/checks.json": [{ ...check("shop"), emit: 7 }, check("other")] });
    expect((await scan()).exit).toBe(3);
    expect((await ask("findings")).data["findings"]).toMatchObject([{ category: "shop", presence: "stale" }]);
  });

  test("what is for one target is asked, remembered and resolved with that target alone", async () => {
    const target = { source: "terraform", path: "plan.json" };
    const entries = [
      check("all"),
      check("labelled", { environments: ["live"] }),
      check("prod", { targets: ["prod"] }),
      check("both", { targets: ["prod", "dev"] }),
      check("dev", { targets: ["dev"] }),
      check("narrow", { targets: ["prod"], environments: ["live"] }),
    ];
    const { world, ask, scan, folder } = await wall(entries, {
      "steadystate/targets.json": { prod: { ...target, label: "live" }, dev: { ...target, label: "lab" } },
    });
    const byTarget = (name: string) => scan({ target: name, path: undefined });
    const open = async () => {
      const { data } = await ask("findings", { limit: 0 });
      return (data["findings"] as { category: string }[]).map(({ category }) => category).sort();
    };
    for (const { name } of entries) world.answers.set(name, bad);
    await byTarget("prod");
    expect(world.asked.splice(0).sort()).toEqual(["all", "both", "labelled", "narrow", "prod"]);
    expect(await open()).toEqual(["all", "both", "labelled", "narrow", "prod"]);
    world.at = 1;
    await byTarget("dev");
    expect(world.asked.splice(0).sort()).toEqual(["all", "both", "dev"]);
    expect(await open(), "both is one finding for each target").toEqual([
      "all",
      "both",
      "both",
      "dev",
      "labelled",
      "narrow",
      "prod",
    ]);

    world.answers.clear();
    world.at = 2;
    await scan({ label: "live" });
    expect(await open(), "without the target nothing of it was looked at").toEqual([
      "both",
      "both",
      "dev",
      "narrow",
      "prod",
    ]);
    world.at = 3;
    await byTarget("dev");
    expect(await open()).toEqual(["both", "narrow", "prod"]);
    folder.write({ "steadystate/checks.json": [check("all"), check("both", { targets: ["prod", "dev"] })] });
    world.at = 4;
    await byTarget("dev");
    expect(await open(), "what is declared no more resolves where it was told").toEqual([
      "both",
      "narrow",
      "prod",
    ]);
    world.at = 5;
    await byTarget("prod");
    expect(await open()).toEqual([]);
  });
});
