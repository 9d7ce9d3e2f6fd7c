import { describe, expect, test } from "vitest";
import { converse, newConversation, type Said, type Turn } from "../../src/doors/chat/converse.ts";
import { runChat } from "../../src/doors/chat/repl.ts";
import type { Stance, Where } from "../../src/doors/door.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { capture, type FakeKit, fakeKit } from "./support/kit.ts";
import { prose } from "./support/prose.ts";

const here: Where = { directory: undefined, silo: undefined, state: undefined, onBehalfOf: undefined };
const ana: Stance = { class: "human", channel: "chat", client: undefined, grant: "write", notice: () => {} };

/** Says the lines one after the other; `between` may change the world before a line. */
const say = async (kit: FakeKit, lines: readonly string[], between: (line: string) => void = () => {}) => {
  let turn: Turn = { state: newConversation, replies: [] };
  const replies: Said[] = [];
  for (const line of lines) {
    between(line);
    turn = await converse(turn.state, line, kit, here, ana);
    replies.push(...turn.replies);
  }
  return { text: replies.map(({ doc }) => renderPlain(doc)).join("\n"), replies, last: turn };
};

const effects = ({ ran }: FakeKit) => ran.filter((did) => /^(approve|mute|hold act|silo)/.test(did));

describe("what only looks", () => {
  test("is answered at once", async () => {
    const kit = fakeKit();
    const { replies, text } = await say(kit, ["show 3f2a"]);
    expect(replies).toHaveLength(1);
    expect(replies[0]?.reply).toMatchObject({ ok: true, data: { rows: [{ id: "3f2a" }] } });
    expect(text).toContain("finding 3f2a");
    expect(kit.open()).toBe(0);
  });

  test("carries the status that the terminal would end with", async () => {
    const { replies } = await say(fakeKit(), ["status", "scan", "show ffff", "what?"]);
    expect(replies.map(({ exit }) => exit)).toEqual([3, 1, 5, 2]);
  });
});

describe("what acts", () => {
  test("is said back with what exactly would run, and runs on yes", async () => {
    const kit = fakeKit();
    const { text, last } = await say(kit, ['mute 3f2a --note "known already"']);
    expect(kit.ran).toEqual([]);
    expect(text).toContain('mute --note="known already" 3f2a');
    expect(text).toContain("memory");
    expect(last.state.pending).toBeDefined();
    const after = await converse(last.state, "Yes", kit, here, ana);
    expect(kit.ran).toEqual(["mute 3f2a"]);
    expect(after.replies[0]?.reply).toMatchObject({
      ok: true,
      data: { muted: "3f2a", note: "known already" },
    });
    expect(after.state.pending).toBeUndefined();
    expect(kit.open()).toBe(0);
  });

  test("runs on confirm with its own token, and on no other", async () => {
    for (const own of [true, false]) {
      const kit = fakeKit();
      const { last } = await say(kit, ["approve 3f2a"]);
      const token = last.state.pending?.token ?? "none";
      await converse(last.state, `confirm ${own ? token : `${token}0`}`, kit, here, ana);
      expect(kit.ran).toEqual(own ? ["approve 3f2a"] : []);
    }
  });

  test("runs once: a second yes finds nothing", async () => {
    const kit = fakeKit();
    const { text } = await say(kit, ["approve 3f2a", "yes", "yes"]);
    expect(kit.ran).toEqual(["approve 3f2a"]);
    expect(text).toContain("nothing waits for a yes");
  });

  test.each(["no", "", "cancel", "y", "yes please", "yes, do it", "ja", "ok", "confirm", "not yes", "what?"])(
    "is cancelled by %j",
    async (line) => {
      const kit = fakeKit();
      const { text, last } = await say(kit, ["approve 3f2a", line, "yes"]);
      expect(kit.ran).toEqual([]);
      expect(text).toContain("cancelled, nothing was run: approve 3f2a");
      expect(last.state.pending).toBeUndefined();
    },
  );

  test("gives way to the next command", async () => {
    const kit = fakeKit();
    const { replies } = await say(kit, ["approve 3f2a", "show 77aa", "yes"]);
    expect(kit.ran).toEqual(["show 77aa"]);
    expect(replies).toHaveLength(4);
    const other = fakeKit();
    await say(other, ["approve 3f2a", "approve 77aa", "yes"]);
    expect(other.ran).toEqual(["approve 77aa"]);
  });

  test("is recognised by what this input does, not by what the verb does at its mildest", async () => {
    const kit = fakeKit();
    await say(kit, ["hold"]);
    expect(kit.ran).toEqual(["hold look"]);
    const { text } = await say(kit, ["hold --mode act"]);
    expect(text).toContain("changes infrastructure");
    expect(kit.ran).toEqual(["hold look"]);
  });

  test("is recognised where a setting makes it act", async () => {
    const kit = fakeKit();
    kit.world.mode = "act";
    const { text } = await say(kit, ["hold"]);
    expect(kit.ran).toEqual([]);
    expect(text).toMatch(/mode.*act/);
  });

  test.each<readonly [string, string, Partial<FakeKit["world"]>, Partial<FakeKit["world"]>, RegExp]>([
    ["too late", "mute 3f2a", { now: 0 }, { now: 5 * 60_000 + 1 }, /too late/],
    ["by somebody else", "mute 3f2a", { actor: "os:ana" }, { actor: "os:eve" }, /somebody else/],
    ["after a setting changed", "hold", { mode: "act" }, { mode: "look" }, /settings changed/],
  ])("does not run on a yes %s", async (_when, line, before, after, why) => {
    const kit = fakeKit();
    const { text } = await say(kit, [line, "yes"], (typed) => {
      Object.assign(kit.world, typed === "yes" ? after : before);
    });
    expect([text, kit.ran]).toEqual([expect.stringMatching(why), []]);
    const same = fakeKit();
    Object.assign(same.world, before);
    await say(same, [line, "yes"]);
    expect(same.ran).toHaveLength(1);
  });

  test("that could not even be asked is refused before it asks for a yes", async () => {
    const kit = fakeKit();
    const { text, last } = await say(kit, ["approve it"]);
    expect(text).toContain("error: approve");
    expect(last.state.pending).toBeUndefined();
    const agent = await converse(newConversation, "approve 3f2a", kit, here, {
      ...ana,
      class: "agent",
      grant: "write",
    });
    expect(agent.replies[0]?.reply).toMatchObject({ ok: false, error: { code: "not-granted" } });
    expect(kit.ran).toEqual([]);
  });
});

describe("prose", () => {
  test("the corpus is worth its name", () => expect(prose.length).toBeGreaterThanOrEqual(60));

  test("has no effect, one sentence after the other", async () => {
    const kit = fakeKit();
    await say(kit, prose);
    expect(effects(kit)).toEqual([]);
  });

  test.each(prose)("has no effect on what waits for a yes, nor by itself: %s", async (line) => {
    const kit = fakeKit();
    await say(kit, ["approve 3f2a", line]);
    expect(effects(kit)).toEqual([]);
  });

  test("the same walk does see an effect", async () => {
    const kit = fakeKit();
    await say(kit, [...prose, "approve 3f2a", "yes"]);
    expect(effects(kit)).toEqual(["approve 3f2a"]);
  });
});

describe("what goes wrong", () => {
  test("is a sentence with the next step, and the conversation goes on", async () => {
    const kit = fakeKit();
    const { text, replies } = await say(kit, ["show ffff", "show boom", "show 3f2a"]);
    expect(text).toContain("error: there is no finding ffff");
    expect(text).toContain("next: steadystate findings");
    expect(text).not.toMatch(/hunter2|\n\s+at /);
    expect(replies.map(({ exit }) => exit)).toEqual([5, 70, 0]);
    expect(kit.open()).toBe(0);
  });

  test("also where no call could be opened", async () => {
    const kit = fakeKit();
    const turn = await converse(newConversation, "status", kit, { ...here, directory: "/nowhere" }, ana);
    expect(turn.replies[0]?.reply).toMatchObject({ ok: false, error: { code: "usage" } });
  });
});

describe("help", () => {
  test("lists what this door takes", async () => {
    const { text } = await say(fakeKit(), ["help"]);
    expect(text).toContain("show <finding>");
    expect(text).not.toContain("silo");
  });

  test("explains one command, and runs none", async () => {
    const kit = fakeKit();
    const { text } = await say(kit, ["help mute", "help shwo", "help me approve 3f2a"]);
    expect(text).toContain("it asks for a yes");
    expect(text).toContain('did you mean "show"?');
    expect(kit.ran).toEqual([]);
  });
});

describe("at a terminal or over a pipe", () => {
  const chat = async (typed: string, tty = false) => {
    const captured = capture({ tty });
    const kit = fakeKit();
    captured.stdin.end(typed);
    const exit = await runChat(captured.streams, kit, here);
    await new Promise((resolve) => setImmediate(resolve));
    return { exit, kit, stdout: captured.stdout(), stderr: captured.stderr() };
  };

  test("a script gets answers, no prompt, and the worst status", async () => {
    const { exit, stdout, stderr } = await chat("show 3f2a\n\nstatus\n");
    expect(stdout).toBe("finding 3f2a\nUNKNOWN\n");
    expect(stderr).toBe("reading memory\n");
    expect(exit).toBe(3);
  });

  test("a script acts only where the yes is in it", async () => {
    expect((await chat("approve 3f2a\nyes\n")).kit.ran).toEqual(["approve 3f2a"]);
    expect((await chat("approve 3f2a\n")).kit.ran).toEqual([]);
    expect((await chat("approve 3f2a\n\nyes\n")).kit.ran).toEqual([]);
  });

  test.each(["exit", "quit", " EXIT "])("%s leaves", async (word) => {
    expect((await chat(`${word}\nshow 3f2a\n`)).kit.ran).toEqual([]);
  });

  test("a person is prompted, and leaves with 0", async () => {
    const { exit, stdout } = await chat("show ffff\r", true);
    expect(stdout).toContain("steadystate> ");
    expect(stdout).toContain("there is no finding ffff");
    expect(exit).toBe(0);
  });

  test("Ctrl-C leaves with 130 and a clean line", async () => {
    const captured = capture({ tty: true });
    const ended = runChat(captured.streams, fakeKit(), here);
    captured.stdin.write("show 3f2a\r");
    await expect.poll(() => captured.stdout()).toContain("finding 3f2a");
    captured.stdin.write("\u0003");
    expect(await ended).toBe(130);
    await new Promise((resolve) => setImmediate(resolve));
    expect(captured.stdout()).toMatch(/\n$/);
  });
});
