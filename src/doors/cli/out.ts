import { SteadystateError } from "../../errors.ts";
import { manyLines } from "../../view/escape/terminal.ts";
import { defuseWorkflowCommands } from "../../view/escape/workflow.ts";
import { clip } from "../../view/words.ts";
import type { Streams } from "../door.ts";
import { isUtf8 } from "../screen.ts";

/** Where a result and what is said along the way go. */
export type Out = {
  /** Resolves when the text is handed over, so that a slow reader slows the writer down. */
  readonly result: (text: string | Uint8Array) => Promise<void>;
  /** Whether any of the result went out. */
  readonly begun: () => boolean;
  /** Untrusted text is made inert; a progress line gives way to it. */
  readonly say: (text: string) => void;
  /** What `during` shows from now on instead of "looking". */
  readonly doing: (text: string) => void;
  /** Shows how long `work` has been going on, from the second second, where somebody watches. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
};

export const openOut = (streams: Streams, { quiet }: { readonly quiet: boolean }): Out => {
  const state: { begun: boolean; gone: boolean; progress: boolean; doing: string | undefined } = {
    begun: false,
    gone: false,
    progress: false,
    doing: undefined,
  };
  // They stay for the life of the streams: a broken pipe may be reported after the last write came back.
  const stdout = once(() =>
    streams.stdout.on("error", () => {
      state.gone = true;
    }),
  );
  const stderr = once(() => streams.stderr.on("error", () => {}));
  const clear = () => {
    if (state.progress) stderr().write("\r\u001b[2K");
    state.progress = false;
  };
  return {
    result: (text) => {
      state.begun = true;
      return state.gone ? Promise.resolve() : written(stdout(), text);
    },
    begun: () => state.begun,
    say: (text) => {
      clear();
      stderr().write(`${defuseWorkflowCommands(manyLines(text))}\n`);
    },
    doing: (text) => {
      state.doing = text;
    },
    during: async (work) => {
      if (quiet) return work();
      // Not `performance`, which takes a millisecond to load.
      const since = process.uptime();
      const dots = isUtf8(streams.display) ? "…" : "...";
      const timer = setInterval(() => {
        if (streams.stderr.isTTY !== true) return;
        clear();
        const seconds = ` ${Math.round(process.uptime() - since)} s`;
        // One row: what wraps could not be wiped away again.
        const room = (streams.stderr.columns ?? 80) - seconds.length - 1;
        stderr().write(`${clip(state.doing ?? `looking${dots}`, room)}${seconds}`);
        state.progress = true;
      }, 1000);
      try {
        return await work();
      } finally {
        clearInterval(timer);
        clear();
      }
    },
  };
};

/** A stream is opened when something is said on it: few lines use both. */
const once = <T>(make: () => T): (() => T) => {
  let made: { readonly it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
};

/** A reader that went away (`| head`) is no failure; a full disk is. */
const written = (stream: NodeJS.WritableStream, text: string | Uint8Array): Promise<void> => {
  const { promise, settle } = settling();
  stream.write(text, settle);
  return promise;
};

type Settle = (error?: Error | null) => void;

/** Made apart from the text, which would otherwise be kept until the stream calls back: a whole document, piece by piece. */
const settling = (): { readonly promise: Promise<void>; readonly settle: Settle } => {
  const waiting: { settle: Settle } = { settle: () => {} };
  const promise = new Promise<void>((resolve, reject) => {
    waiting.settle = (error) => {
      const code = codeOf(error);
      if (error === undefined || error === null || (code !== undefined && readerGone.has(code))) resolve();
      else reject(notWritten(code, error));
    };
  });
  return { promise, settle: waiting.settle };
};

const readerGone = new Set(["EPIPE", "ERR_STREAM_DESTROYED", "ECONNRESET"]);

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

const notWritten = (code: string | undefined, cause: unknown): SteadystateError =>
  new SteadystateError(
    "action-failed",
    `the result could not be written to stdout (${code ?? "unknown reason"})`,
    {
      hint: "make room where stdout goes, then run it again",
      cause,
    },
  );
