import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";

describe("silo", () => {
  const walls = () => {
    const folder = temporaryFolder({
      "edge/steadystate/checks.json": "[]",
      "shop/.steadystate/x": "",
      "plain/x": "",
    });
    const env = { STEADYSTATE_SILOS: folder.at("home/silos.json"), HOME: folder.root };
    const silo = (word: "add" | "discover" | "list" | "rm", input: Readonly<Record<string, unknown>> = {}) =>
      ask(`silo ${word}`, input, folder, { env });
    const registry = (): unknown => JSON.parse(readFileSync(folder.at("home/silos.json"), "utf8"));
    return { folder, silo, registry };
  };

  test("add registers an absolute folder with links resolved, sorted, and keeps what it does not know", async () => {
    const { folder, silo, registry } = walls();
    folder.write({ "home/silos.json": { zoo: "/zoo", odd: { keep: 1 } } });
    symlinkSync(folder.at("edge"), folder.at("link"));
    expect(await silo("add", { name: "edge", folder: "link" })).toMatchObject({
      exit: 0,
      data: { folder: folder.at("edge"), state: "added" },
    });
    expect((await silo("add", { name: "shop", folder: "~/shop" })).data).toMatchObject({
      folder: folder.at("shop"),
    });
    expect(Object.entries(registry() as object)).toEqual([
      ["edge", folder.at("edge")],
      ["odd", { keep: 1 }],
      ["shop", folder.at("shop")],
      ["zoo", "/zoo"],
    ]);
    expect((await silo("add", { name: "edge", folder: "edge" })).data).toMatchObject({ state: "known" });
  });

  test("add moves a name with --force only, and says from where", async () => {
    const { folder, silo, registry } = walls();
    await silo("add", { name: "edge", folder: "edge" });
    const refused = await silo("add", { name: "edge", folder: "shop" });
    expect(refused.exit).toBe(6);
    expect(refused.text).toContain(`edge is registered for ${folder.at("edge")} already`);
    expect(refused.text).toContain("steadystate silo add --force edge shop");
    expect(registry()).toEqual({ edge: folder.at("edge") });
    const moved = await silo("add", { name: "edge", folder: "shop", force: true });
    expect(moved.text).toContain(`it was ${folder.at("edge")}`);
    expect(registry()).toEqual({ edge: folder.at("shop") });
  });

  test.each([
    [{ name: "../up", folder: "edge" }, /name: must be letters/],
    [{ name: "a b", folder: "edge" }, /name: must be letters/],
    [{ name: "__proto__", folder: "edge" }, /name: must be letters/],
    [{ name: "-x", folder: "edge" }, /name: must be letters/],
    [{ name: "x", folder: "nowhere" }, /there is no folder .*nowhere/],
    [{ name: "x" }, /folder is missing/],
  ])("add refuses %j", async (input, why) => {
    const { folder, silo } = walls();
    const { exit, text } = await silo("add", input);
    expect(exit).toBe(2);
    expect(text).toMatch(why);
    expect(readdirSync(folder.root)).not.toContain("home");
  });

  test.each(["{", "[]", "5"])("a registry that is %s is status 2 and left untouched", async (content) => {
    const { folder, silo } = walls();
    folder.write({ "home/silos.json": content });
    for (const asked of [
      silo("add", { name: "x", folder: "edge" }),
      silo("discover"),
      silo("rm", { name: "x" }),
      silo("list"),
    ])
      expect((await asked).exit).toBe(2);
    expect(readFileSync(folder.at("home/silos.json"), "utf8")).toBe(content);
  });

  test("discover registers the sub-folders that are deployments, and never takes a name away", async () => {
    const { folder, silo, registry } = walls();
    folder.write({
      "home/silos.json": { shop: "/elsewhere" },
      "silos/bare/config.toml": "",
      "outside/config.toml": "",
    });
    mkdirSync(folder.at("bad name/steadystate"), { recursive: true });
    const { exit, data, text } = await silo("discover");
    expect(exit).toBe(0);
    expect(data.silos.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual([
      ["bad name", "bad-name"],
      ["edge", "added"],
      ["shop", "clash"],
      ["bare", "added"],
    ]);
    expect(text).toContain("left: stands for /elsewhere");
    expect(registry()).toEqual({
      bare: folder.at("silos/bare"),
      edge: folder.at("edge"),
      shop: "/elsewhere",
    });
    expect((await silo("discover", { parent: "plain" })).exit).toBe(1);
    expect((await silo("discover", { parent: "nowhere" })).exit).toBe(2);
  });

  test("list flags what is gone and what cannot be used; rm forgets a name and guesses a wrong one", async () => {
    const { folder, silo, registry } = walls();
    expect((await silo("list")).text).toContain("no silo is registered");
    folder.write({ "home/silos.json": { edge: folder.at("edge"), gone: "/gone/away", odd: 5 } });
    const { exit, data, text } = await silo("list");
    expect(exit).toBe(0);
    expect(
      data.silos.map(({ name, present }: { name: string; present: boolean }) => [name, present]),
    ).toEqual([
      ["edge", true],
      ["gone", false],
    ]);
    expect(data.faults).toEqual([expect.stringMatching(/silos\.json:4:10 "odd": the entry must be a text/)]);
    expect(text).toContain("steadystate silo rm gone");
    expect(await silo("rm", { name: "gonne" })).toMatchObject({
      exit: 5,
      text: expect.stringContaining("did you mean gone?"),
    });
    expect((await silo("rm", { name: "odd" })).exit).toBe(0);
    expect((await silo("rm", { name: "edge" })).data).toEqual({ name: "edge", folder: folder.at("edge") });
    expect(registry()).toEqual({ gone: "/gone/away" });
    expect(readdirSync(folder.at("edge"))).toEqual(["steadystate"]);
  });

  test("--silo guesses a wrong name and says when the folder is gone", async () => {
    const { folder } = walls();
    folder.write({ "home/silos.json": { edge: folder.at("edge"), gone: "/gone/away" } });
    const said = (name: string) =>
      steadystate(["--silo", name, "status"], {
        cwd: folder.root,
        env: { STEADYSTATE_SILOS: "home/silos.json" },
      });
    expect(said("egde")).toMatchObject({ status: 5, stderr: expect.stringContaining("did you mean edge?") });
    expect(said("gone")).toMatchObject({
      status: 5,
      stderr: expect.stringContaining("steadystate silo rm gone"),
    });
    expect(said("edge").status).toBe(0);
  });
});
