import { PassThrough } from "node:stream";
import type { Context } from "../../../src/context.ts";
import type { Kit, Stance, Streams, Where } from "../../../src/doors/door.ts";
import { SteadystateError } from "../../../src/errors.ts";
import { variables } from "../../../src/system/env.ts";
import { factsOf } from "../../../src/verbs/facts.ts";
import type { Verb } from "../../../src/verbs/verb.ts";
import { fakeVerbs, type Ran } from "./verbs.ts";

export type FakeKit = Kit & {
  readonly ran: Ran;
  /** Names of the verbs whose code was asked for. */
  readonly loaded: string[];
  readonly asked: { readonly where: Where; readonly stance: Stance }[];
  /** How many contexts are open: a door that forgets to close one leaves it above zero. */
  readonly open: () => number;
  readonly files: Map<string, string>;
  /** Settable between lines: the time, one setting, and who speaks. */
  readonly world: { now: number; mode: string | undefined; actor: string };
};

export const fakeKit = (more: (ran: Ran) => readonly Verb[] = () => []): FakeKit => {
  const ran: Ran = [];
  const verbs = [...fakeVerbs(ran), ...more(ran)];
  const state = { open: 0 };
  const loaded: string[] = [];
  const asked: { where: Where; stance: Stance }[] = [];
  const files = new Map<string, string>();
  const world = { now: Date.UTC(2025, 0, 2), mode: undefined, actor: "os:ana" };
  const facts = verbs.map(factsOf);
  const close = async () => {
    state.open -= 1;
  };
  return {
    version: "1.2.3",
    verbs: facts,
    load: async (name) => {
      loaded.push(name);
      return verbs.find((verb) => verb.name === name) ?? missing(`verb ${name}`);
    },
    context: async (where, stance) => {
      asked.push({ where, stance });
      if (where.directory === "/nowhere") {
        throw new SteadystateError("usage", "there is no folder /nowhere", { hint: "steadystate -C <dir>" });
      }
      state.open += 1;
      return { ...fakeContext(stance, facts, files, world), close };
    },
    ran,
    loaded,
    asked,
    open: () => state.open,
    files,
    world,
  };
};

type World = FakeKit["world"];

const fakeContext = (
  stance: Stance,
  verbs: Kit["verbs"],
  files: Map<string, string>,
  world: World,
): Context => ({
  place: {
    cwd: "/wall",
    gitTop: undefined,
    committed: async (file) => `/wall/steadystate/${file}`,
    stateFolder: "/wall/.steadystate",
    stateFile: "/wall/.steadystate/state.db",
    wallAbove: undefined,
  },
  now: () => world.now,
  deciders: async () => [],
  actor: {
    class: stance.class,
    id: world.actor,
    name: "ana",
    channel: stance.channel,
    onBehalfOf: undefined,
  },
  grant: stance.grant,
  lent: () => ({}),
  hands: {
    run: () => missing("run"),
    http: () => missing("http"),
    env: { get: () => world.mode },
    files: {
      isProgram: () => missing("isProgram"),
      keep: () => missing("keep"),
      remove: () => missing("remove"),
      kindOf: async () => undefined,
      readText: () => missing("readText"),
      readBytes: () => missing("readBytes"),
      readHead: () => missing("readHead"),
      list: () => missing("list"),
      folders: () => missing("folders"),
      real: () => missing("real"),
      withTemporaryFolder: () => missing("withTemporaryFolder"),
      withLock: () => missing("withLock"),
      writeText: async (path, text) => {
        if (path.startsWith("/full/"))
          throw new SteadystateError("input-invalid", `${path} cannot be written`);
        files.set(path, text);
      },
    },
  },
  act: () => missing("act"),
  executors: async () => [],
  machine: () => missing("machine"),
  timing: { elapsed: () => 0, pause: () => missing("timing"), gently: () => missing("timing") },
  progress: () => undefined,
  variables,
  // Absent: the defaults of whatever the schema holds by now.
  config: async () => JSON.parse("{}"),
  configAt: () => missing("configAt"),
  checks: () => missing("checks"),
  solutions: () => missing("solutions"),
  solutionsAt: () => missing("solutionsAt"),
  targets: () => missing("targets"),
  mutes: () => missing("mutes"),
  waivers: () => missing("waivers"),
  commit: { mutes: () => missing("commit"), targets: () => missing("commit") },
  silos: { load: () => missing("silos"), add: () => missing("silos"), remove: () => missing("silos") },
  committed: { names: [], judge: () => missing("committed") },
  unsetFor: () => [],
  checkFile: {
    draft: () => missing("checkFile"),
    add: () => missing("checkFile"),
    remove: () => missing("checkFile"),
  },
  solutionFile: {
    draft: () => missing("solutionFile"),
    add: () => missing("solutionFile"),
    remove: () => missing("solutionFile"),
    vouch: () => missing("solutionFile"),
  },
  readCheck: () => missing("readCheck"),
  probes: { names: [], open: () => missing("probes") },
  sources: { names: [], open: () => missing("sources") },
  kubernetes: {
    open: () => missing("kubernetes"),
    inspect: () => missing("kubernetes"),
    captureBaseline: () => missing("kubernetes"),
  },
  tellRefused: async () => undefined,
  history: {
    look: () => missing("history"),
    lookToWrite: () => missing("history"),
    standing: () => missing("history"),
    open: () => missing("history"),
    facts: () => missing("history"),
    tryAddon: () => missing("history"),
    tryAuditKey: () => missing("history"),
    sealAhead: () => missing("history"),
  },
  verbs,
  notice: stance.notice,
});

const missing = (what: string): never => {
  throw new Error(`${what} is not there in this test`);
};

export type Captured = {
  readonly streams: Streams;
  readonly stdin: PassThrough;
  readonly stdout: () => string;
  readonly stderr: () => string;
};

/** Real streams of one conversation, and what was written to them so far. */
export const capture = ({
  display = {},
  tty = false,
  columns,
}: {
  readonly display?: Streams["display"];
  readonly tty?: boolean;
  readonly columns?: number;
} = {}): Captured => {
  const stdin = new PassThrough();
  const stdout = Object.assign(new PassThrough(), tty ? { isTTY: true, columns: columns ?? 80 } : {});
  const stderr = Object.assign(new PassThrough(), tty ? { isTTY: true } : {});
  const [told, said] = [collected(stdout), collected(stderr)];
  return { streams: { stdin, stdout, stderr, display }, stdin, stdout: told, stderr: said };
};

const collected = (stream: PassThrough): (() => string) => {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
};
