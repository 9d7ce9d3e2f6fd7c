import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { delimiter } from "node:path";
import { describe, expect, vi } from "vitest";
import { mainFile } from "../support/cli.ts";
import { gateWorld } from "../support/gate-world.ts";
import { needs } from "../support/needs.ts";
import { toolPath } from "../support/tools.ts";

const test = needs("kubectl");

/** The built command line over the world of the gate, with a kubectl that can be held at one of its calls. */
const standing = async () => {
  const world = await gateWorld({ config: '[bound]\nself_healing = "none"\nsettle = "1s"\n' });
  const { folder } = world;
  const held = folder.at("held");
  // Effects get no variable of ours, so what is to be held stands in a file.
  const script = [
    "#!/bin/sh",
    `HOLD=$(cat ${folder.at("hold")} 2>/dev/null)`,
    `case "$* " in *"\${HOLD:-nothing-is-held}"*) echo $$ > ${held}; exec sleep 60;; esac`,
    'PATH=$(echo "$PATH" | cut -d: -f2-) exec kubectl "$@"',
    "",
  ];
  folder.write({ "bin/keep": "" });
  folder.writeRaw("bin/kubectl", script.join("\n"));
  chmodSync(folder.at("bin/kubectl"), 0o755);
  const start = (argv: readonly string[]) => {
    const child = spawn(process.execPath, [mainFile, ...argv], {
      ...{ cwd: folder.root, stdio: ["ignore", "pipe", "pipe"] },
      env: { PATH: [folder.at("bin"), toolPath].join(delimiter), HOME: folder.root },
    });
    const said: string[] = [];
    child.stdout.on("data", (chunk) => said.push(String(chunk)));
    const ended = once(child, "close").then(([status]) => ({ status, stdout: said.join("") }));
    return { child, ended };
  };
  const run = async (...argv: readonly string[]) => {
    const { status, stdout } = await start([...argv, "--json"]).ended;
    return { status, ...JSON.parse(stdout) };
  };
  const healing = world.cluster.until(({ verb }) => verb === "patch").then(() => world.controller());
  const finding = await world.found();
  const waiting = await run("fix", finding);
  const offer: string = waiting.data.offer.offer.slice(0, 12);
  const patches = () => world.cluster.requests.filter(({ verb }) => verb === "patch").length;
  const audit = async () =>
    (await (await world.ctx.history.open()).audit({ limit: 50 })).map(({ event }) => event);
  return { ...world, healing, finding, offer, start, run, held, patches, audit };
};

describe("effects of processes that share one memory", () => {
  test("eight people approve at once: one effect, one intent, and seven are told", async () => {
    const world = await standing();
    const { offer, run } = world;
    const all = await Promise.all(Array.from({ length: 8 }, () => run("approve", offer)));
    const won = all.filter(({ ok }) => ok);
    expect(won.map(({ data }) => data.end)).toEqual(["verified"]);
    const told = all.filter(({ ok }) => !ok).map(({ error }) => error.code);
    expect(told).toHaveLength(7);
    expect(told.filter((code) => !["refused", "busy"].includes(code))).toEqual([]);
    expect(world.patches()).toBe(1);
    const events = await world.audit();
    expect(events.filter((event) => event === "intent")).toHaveLength(1);
    expect(events.filter((event) => event === "result")).toHaveLength(1);
  }, 120_000);

  for (const [when, hold, effects, state, intents] of [
    ["before the claim, while the thing is read", "/deployments/web", 0, "offered", 0],
    ["in the effect, before it began", "rollout restart", 0, "unknown", 1],
    ["while it is watched", "--raw /apis/apps/v1/namespaces/shop/deployments/web ", 1, "unknown", 1],
  ] as const) {
    test(`kill -9 ${when}: ${state}, and never a second run`, async () => {
      const world = await standing();
      const { offer, run, held } = world;
      const isLate = effects === 1;
      if (!isLate) world.folder.writeRaw("hold", hold);
      const { child, ended } = world.start(["approve", offer]);
      if (isLate) await world.cluster.until(({ verb }) => verb === "patch");
      else await vi.waitFor(() => expect(existsSync(held)).toBe(true), { timeout: 20_000, interval: 50 });
      child.kill("SIGKILL");
      await ended;
      if (!isLate) process.kill(Number(readFileSync(held, "utf8")));
      rmSync(world.folder.at("hold"), { force: true });
      const { data } = await run("pending", "--all");
      expect(data.offers.find((one: { offer: string }) => one.offer.startsWith(offer)).state).toBe(state);
      expect((await world.audit()).filter((event) => event === "intent")).toHaveLength(intents);
      const again = await run("approve", offer);
      if (state === "offered") expect(again.data.end).toBe("verified");
      else
        expect([again.error.code, again.error.message]).toEqual([
          "refused",
          expect.stringContaining("is unknown"),
        ]);
      expect(world.patches()).toBe(state === "offered" ? 1 : effects);
      expect((await world.audit()).includes("result")).toBe(true);
    }, 120_000);
  }
});
