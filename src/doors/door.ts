import type { Context } from "../context.ts";
import type { Actor } from "../core/actor.ts";
import type { Tier, Verb, VerbFacts } from "../verbs/verb.ts";

/** What a caller may say about where and as whom to work. */
export type Where = {
  readonly directory: string | undefined;
  readonly silo: string | undefined;
  readonly state: string | undefined;
  /** The config.toml to go by, where the caller named one. */
  readonly config?: string | undefined;
  readonly onBehalfOf: string | undefined;
};

export type Stance = Pick<Actor, "class" | "channel"> & {
  /** Client name for an agent; the OS user otherwise. */
  readonly client: string | undefined;
  readonly grant: Tier;
  readonly notice: (text: string) => void;
  /** Shows what is being done, where somebody may watch. */
  readonly progress?: (text: string) => void;
};

/** What `compose/` gives every door: the verbs, and a way to build the context that a call runs in. */
export type Kit = {
  readonly version: string;
  readonly verbs: readonly VerbFacts[];
  /** Loads one verb's code; the name is one of `verbs`. */
  readonly load: (name: string) => Promise<Verb>;
  /** Throws `usage` when the folder is not there. Close it when the door closes. */
  readonly context: (
    where: Where,
    stance: Stance,
  ) => Promise<Context & { readonly close: () => Promise<void> }>;
};

/** The streams of one conversation. */
export type Streams = {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Variables that concern display only: NO_COLOR, FORCE_COLOR, LANG, LC_ALL, TERM, STEADYSTATE_FORMAT. */
  readonly display: Readonly<Record<string, string | undefined>>;
};
