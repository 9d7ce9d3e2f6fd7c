import { describe, expect, test } from "vitest";
import { z } from "zod";
import { SteadystateError } from "../../src/errors.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { defineVerb } from "../../src/verbs/verb.ts";
import { agent, contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

const echo = defineVerb({
  name: "echo",
  room: "setup",
  summary: "say it back",
  tier: ({ write }) => (write === true ? "write" : "read"),
  effect: "none",
  doors: "all",
  input: z.strictObject({
    path: z.string().default("built-in"),
    actor: z.string().optional(),
    level: z.enum(["low", "high"]).default("low"),
    count: z.number().optional(),
    write: z.boolean().default(false),
  }),
  settings: { path: { env: "STEADYSTATE_KB", config: ["ci.path", "defaults.path"] } },
  positionals: ["path"],
  examples: ["echo", "echo x"],
  output: z.strictObject({ path: z.string() }),
  async run({ path }) {
    if (path === "bug") throw new TypeError("secret value 42");
    if (path === "known")
      throw new SteadystateError("not-found", "no such thing", { hint: "look elsewhere" });
    return { path };
  },
  view: ({ path }) => [{ kind: "line", text: path }],
  outcome: ({ path }) => (path === "trip" ? "tripped" : "done"),
});

const folderWith = (config: string) => temporaryFolder({ "steadystate/config.toml": config }).root;
const pathOf = (reply: Awaited<ReturnType<typeof dispatch>>) =>
  reply.ok ? reply.data["path"] : reply.error.message;

describe("dispatch", () => {
  test("a caller's input wins over environment, environment over config, config over what is built in", async () => {
    const root = folderWith('[defaults]\npath = "from defaults"\n[ci]\npath = "from ci"\n');
    const plain = await contextIn(root);
    const env = await contextIn(root, { env: { STEADYSTATE_KB: "from env" } });
    expect(pathOf(await dispatch(echo, { path: "given" }, env))).toBe("given");
    expect(pathOf(await dispatch(echo, {}, env))).toBe("from env");
    expect(pathOf(await dispatch(echo, {}, plain))).toBe("from ci");
    expect(pathOf(await dispatch(echo, {}, await contextIn(folderWith('[defaults]\npath = "d"\n'))))).toBe(
      "d",
    );
    expect(pathOf(await dispatch(echo, {}, await contextIn(temporaryFolder().root)))).toBe("built-in");
  });

  test.each([
    [{ pth: "x" }, /unknown input "pth", did you mean "path"\?/],
    [{ level: "awful" }, /level must be one of low, high/],
    [{ count: "many" }, /count: .*number/],
  ])("%j is asked wrongly, and told which field", async (input, words) => {
    const reply = await dispatch(echo, input, await contextIn(temporaryFolder().root));
    expect(reply).toMatchObject({
      ok: false,
      exit: 2,
      error: { hint: expect.stringContaining("help echo") },
    });
    expect(pathOf(reply)).toMatch(words);
  });

  test("a tier beyond the grant is refused, judged on the parsed input", async () => {
    const reader = await contextIn(temporaryFolder().root, { grant: "read", actor: agent });
    expect((await dispatch(echo, {}, reader)).ok).toBe(true);
    const reply = await dispatch(echo, { write: true }, reader);
    expect(reply).toMatchObject({ ok: false, exit: 6, error: { code: "not-granted" } });
  });

  test("a verb for people is refused to an agent whatever the grant", async () => {
    const human = { ...echo, doors: "human" as const };
    const ctx = await contextIn(temporaryFolder().root, { actor: agent });
    expect(await dispatch(human, {}, ctx)).toMatchObject({ ok: false, error: { code: "not-granted" } });
  });

  test("the outcome gives the status; an expected error and a bug come back as values", async () => {
    const ctx = await contextIn(temporaryFolder().root);
    expect(await dispatch(echo, { path: "trip" }, ctx)).toMatchObject({
      ok: true,
      exit: 1,
      outcome: "tripped",
    });
    expect(await dispatch(echo, { path: "known" }, ctx)).toMatchObject({ ok: false, exit: 5 });
    const bug = await dispatch(echo, { path: "bug" }, ctx);
    expect(bug).toMatchObject({ ok: false, exit: 70 });
    expect(pathOf(bug)).not.toContain("42");
  });
});
