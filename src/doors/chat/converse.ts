import { randomBytes } from "node:crypto";
import type { Context } from "../../context.ts";
import { SteadystateError } from "../../errors.ts";
import { bugOf, dispatch, type Reply } from "../../verbs/dispatch.ts";
import { spell } from "../../verbs/typed.ts";
import type { Effect, Verb } from "../../verbs/verb.ts";
import type { Doc } from "../../view/doc.ts";
import type { Kit, Stance, Where } from "../door.ts";
import { type Input, interpret } from "./grammar.ts";
import { helpDoc } from "./help.ts";

/** What a conversation remembers from one line to the next; keep one for each person who speaks. */
export type Conversation = { readonly pending: Pending | undefined };
export const newConversation: Conversation = { pending: undefined };

/** A call that waits for its yes: exactly this, by this actor, soon. */
type Pending = {
  readonly verb: string;
  readonly input: Input;
  readonly command: string;
  /** The input after settings and defaults, to see whether it still means the same. */
  readonly settled: string;
  readonly actor: string;
  readonly token: string;
  /** Milliseconds UTC. */
  readonly expires: number;
};

/** One answer: what to show, what stands behind it, and the status that the terminal would end with. */
export type Said = { readonly doc: Doc; readonly reply: Reply | undefined; readonly exit: number };

export type Turn = { readonly state: Conversation; readonly replies: readonly Said[] };

/**
 * One message in. What only looks is answered at once; anything else is said back and runs when the very next line is `yes`
 * or `confirm` with its token. Never throws.
 */
export const converse = async (
  state: Conversation,
  line: string,
  kit: Kit,
  where: Where,
  stance: Stance,
): Promise<Turn> => {
  const room: Room = { kit, where, stance };
  const typed = line.trim();
  const { pending } = state;
  if (pending === undefined) return isYes(typed) ? told("nothing waits for a yes", 2) : answer(typed, room);
  if (isYes(typed) || typed === `confirm ${pending.token}`) return confirmed(pending, room);
  const cancelled = said(`cancelled, nothing was run: ${pending.command}`, 0);
  if (typed === "" || /^(?:no|cancel)$/i.test(typed)) return { state: newConversation, replies: [cancelled] };
  const next = await answer(typed, room);
  return { state: next.state, replies: [cancelled, ...next.replies] };
};

type Room = { readonly kit: Kit; readonly where: Where; readonly stance: Stance };

const patience = 5 * 60 * 1000;

const isYes = (typed: string): boolean => /^yes$/i.test(typed);

const answer = async (typed: string, room: Room): Promise<Turn> => {
  const { kit } = room;
  const help = /^(?:help|\?)(?:\s+(.*))?$/i.exec(typed);
  if (help !== null) return shown([{ doc: helpDoc(kit.verbs, help[1]?.trim()), reply: undefined, exit: 0 }]);
  const understood = interpret(typed, kit.verbs);
  if (understood.kind === "nothing") return told(understood.say, 2);
  return within(understood.verb, room, async (ctx, verb) => {
    const settled = await settle(verb, understood.input, ctx);
    if (!settled.ok) return shown([saidReply(settled)]);
    const effect = typeof verb.effect === "function" ? verb.effect(settled.data) : verb.effect;
    if (effect === "none") return shown([saidReply(await dispatch(verb, understood.input, ctx))]);
    return echo(understood, settled.data, effect, ctx, kit);
  });
};

/** What dispatch makes of an input, grant included, without running anything. */
const settle = ({ outcome: _outcome, ...verb }: Verb, input: Input, ctx: Context): Promise<Reply> =>
  dispatch({ ...verb, run: (parsed) => Promise.resolve(parsed) }, input, ctx);

const echo = (
  { verb, input }: { readonly verb: string; readonly input: Input },
  settled: Input,
  effect: Exclude<Effect, "none">,
  ctx: Context,
  { verbs }: Kit,
): Turn => {
  const facts = verbs.find(({ name }) => name === verb);
  const command = facts === undefined ? verb : spell(facts, input);
  const token = randomBytes(4).toString("hex");
  const fromSettings = (facts?.fields ?? [])
    .filter(({ name, env, config }) => input[name] === undefined && (env !== undefined || config.length > 0))
    .filter(({ name, default: usual }) => settled[name] !== undefined && settled[name] !== usual)
    .map(({ name }): readonly [string, string] => [name, JSON.stringify(settled[name])]);
  const doc: Doc = [
    { kind: "line", tone: "warn", text: `this would run: ${command}` },
    { kind: "line", text: `it ${effectWords[effect]}` },
    ...(fromSettings.length === 0 ? [] : [{ kind: "fields" as const, rows: fromSettings }]),
    { kind: "next", commands: [{ command: "yes", why: `run exactly this (or: confirm ${token})` }] },
    { kind: "note", text: "anything else cancels it" },
  ];
  const pending: Pending = {
    verb,
    input,
    command,
    settled: JSON.stringify(settled),
    actor: ctx.actor.id,
    token,
    expires: ctx.now() + patience,
  };
  return { state: { pending }, replies: [{ doc, reply: undefined, exit: 0 }] };
};

const effectWords: Readonly<Record<Exclude<Effect, "none">, string>> = {
  state: "writes to steadystate's own memory or files",
  send: "sends something to others",
  infra: "changes infrastructure",
};

const confirmed = (pending: Pending, room: Room): Promise<Turn> =>
  within(pending.verb, room, async (ctx, verb) => {
    if (ctx.actor.id !== pending.actor) return told("that was asked by somebody else; nothing was run", 6);
    if (ctx.now() > pending.expires) return told("that yes came too late; nothing was run, ask again", 6);
    const settled = await settle(verb, pending.input, ctx);
    if (settled.ok && JSON.stringify(settled.data) !== pending.settled) {
      return told("settings changed since it was asked; nothing was run, ask again", 6);
    }
    return shown([saidReply(settled.ok ? await dispatch(verb, pending.input, ctx) : settled)]);
  });

/** Opens what a call needs and closes it again; whatever goes wrong becomes an answer. */
const within = async (
  name: string,
  { kit, where, stance }: Room,
  work: (ctx: Context, verb: Verb) => Promise<Turn>,
): Promise<Turn> => {
  try {
    const ctx = await kit.context(where, stance);
    try {
      return await work(ctx, await kit.load(name));
    } finally {
      await ctx.close();
    }
  } catch (thrown) {
    const error = thrown instanceof SteadystateError ? thrown : bugOf(thrown);
    return shown([saidReply({ ok: false, verb: name, error, exit: error.exit })]);
  }
};

const saidReply = (reply: Reply): Said => {
  if (reply.ok) return { doc: reply.doc(), reply, exit: reply.exit };
  const { message, hint } = reply.error;
  const doc: Doc = [
    { kind: "line", tone: "bad", text: `error: ${message}` },
    ...(hint === undefined ? [] : [{ kind: "note" as const, text: `next: ${hint}` }]),
  ];
  return { doc, reply, exit: reply.exit };
};

const said = (text: string, exit: number): Said => ({
  doc: [{ kind: "line", text }],
  reply: undefined,
  exit,
});
const shown = (replies: readonly Said[]): Turn => ({ state: newConversation, replies });
const told = (text: string, exit: number): Turn => shown([said(text, exit)]);
