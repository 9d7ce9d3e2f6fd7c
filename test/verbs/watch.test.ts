import { describe, expect } from "vitest";
import { fleetHere } from "../support/fleet.ts";
import { needs } from "../support/needs.ts";
import { app, plain } from "../support/serving-apps.ts";

const test = needs("kubectl");

/** A target whose looks a test times: what is to happen before the second look, the third and so on. */
const watchHere = async (...before: readonly ((world: World) => void | Promise<void>)[]) => {
  const time = { at: 0, looks: 0, interrupted: false };
  const interrupt = new AbortController();
  const timing = {
    elapsed: () => time.at,
    pause: async (milliseconds: number) => {
      time.at += milliseconds;
      await before[time.looks]?.(world);
      time.looks += 1;
      if (time.looks > before.length) interrupt.abort();
    },
    gently: <T>(work: (signal: AbortSignal) => Promise<T>) => work(interrupt.signal),
  };
  const fleet = await fleetHere(["eu", "us"], {}, { timing });
  const world: World = {
    ...fleet,
    set: (name, isBad, at = "eu") => {
      for (const one of plain(app(name, isBad))) fleet.cluster(at).objects.put(one);
    },
  };
  const watch = (input: Readonly<Record<string, unknown>> = {}) =>
    fleet.ask("watch", { target: "eu", timeout: "none", deep: false, ...input });
  return { ...world, watch };
};
type World = Awaited<ReturnType<typeof fleetHere>> & {
  readonly set: (name: string, isBad: boolean, at?: string) => void;
};

/** Two copies, where what was applied says one. */
const handScaled = (one: ReturnType<typeof plain>[number]) => {
  const applied = JSON.stringify({
    ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" } },
    spec: { replicas: 1 },
  });
  const changed = JSON.parse(JSON.stringify(one));
  changed.spec.replicas = 2;
  changed.metadata.annotations = { "kubectl.kubernetes.io/last-applied-configuration": applied };
  return changed;
};

type Event = { readonly look: number; readonly kind: string; readonly caught: boolean };
const kinds = ({ events }: { readonly events: readonly Event[] }) =>
  events.map(({ look, kind, caught }) => `${look} ${kind}${caught ? "" : " -"}`);

describe("watch, with the real kubectl", () => {
  test("a recurrence of what memory holds as stale is caught, and another target's trouble is not", async () => {
    const { ask, cluster, watch, set } = await watchHere(
      ({ set }) => set("web", true, "us"),
      ({ set }) => set("web", true),
    );
    set("web", true);
    await ask("sweep", { names: ["eu"] });
    const end = cluster("eu").faults.add({ answer: { kind: "status", code: 403 } });
    await ask("sweep", { names: ["eu"] });
    end();
    set("web", false);
    const { data, exit, heard, text } = await watch();
    expect([exit, kinds(data), data.ended]).toEqual([1, ["3 recurred"], "interrupted"]);
    expect(heard.join("\n")).toMatch(/\d\d:\d\d:\d\d recurred: \[high\] Deployment shop\/web crashes/);
    expect(text).toContain("eu: 1 happening caught, in 3 looks");
    expect(text).toContain("steadystate show ");
  }, 90_000);

  test("what a hand changes in a cluster is caught as well as what fails, by whatever name its source tells it", async () => {
    const { watch } = await watchHere(
      (world) => {
        for (const one of plain(app("web")))
          world.cluster("eu").objects.put(one["kind"] === "Deployment" ? handScaled(one) : one);
      },
      () => {},
    );
    const { data, exit, text } = await watch({ tuning: "strict" });
    expect([exit, kinds(data)], text).toEqual([1, ["2 appeared"]]);
    expect(data.events[0].title).toContain("apps/Deployment/shop/web");
  }, 90_000);

  test("looks that fail are told, and where none succeeds it never says that all is quiet", async () => {
    const { cluster, watch } = await watchHere(() => {});
    await cluster("eu").close();
    const { data, exit, heard, text } = await watch();
    expect([exit, data.looks, data.failed, data.compared]).toEqual([3, 2, 2, 0]);
    expect(text.split("\n")[0]).toContain("eu: could not look, in 2 looks");
    expect(
      heard.filter((line) => line.startsWith("look ")),
      "once for the same reason",
    ).toHaveLength(1);
  }, 60_000);

  test("quiet and seen is 0; a last look that saw a part only says so at the end, and is 3", async () => {
    const quiet = await watchHere(() => {});
    const said = await quiet.watch();
    expect([said.exit, said.text.split("\n")[0]]).toEqual([0, "+ eu: all quiet, in 2 looks"]);
    const part = await watchHere(({ cluster }) => {
      cluster("eu").faults.add({ resource: "pods", answer: { kind: "status", code: 403 } });
    });
    const { exit, data, text } = await part.watch();
    expect([exit, data.partial, data.failed]).toEqual([3, 1, 0]);
    expect(text).toContain("nothing caught in what could be seen");
    expect(text).toContain("not seen: ");
  }, 90_000);

  test("--for is what is meant, --once ends with it, and time ends it otherwise", async () => {
    const { watch } = await watchHere(
      ({ set }) => set("api", true),
      ({ set }) => set("web", true),
      () => {},
    );
    const { data, exit } = await watch({ for: "SHOP/WEB", once: true });
    expect([exit, kinds(data), data.ended, data.looks]).toEqual([
      1,
      ["2 appeared -", "3 appeared"],
      "caught",
      3,
    ]);
    const timed = await watchHere(
      () => {},
      () => {},
      () => {},
    );
    const over = await timed.watch({ timeout: "30s" });
    expect([over.exit, over.data.ended, over.data.looks]).toEqual([0, "time", 3]);
  }, 120_000);

  test("a wrong call is one, before anything is asked", async () => {
    const { watch, cluster } = await watchHere();
    const wrong = [{ for: "(" }, { for: "(?=x)" }, { interval: "20" }, { timeout: "10" }, { timeout: "0s" }];
    for (const input of wrong) expect((await watch(input)).exit, JSON.stringify(input)).toBe(2);
    expect((await watch({ target: "eux" })).exit).toBe(5);
    expect(cluster("eu").requests).toEqual([]);
  });
});
