import type { Actor } from "./core/actor.ts";
import type { Check, HttpReading } from "./core/checks/check.ts";
import type { Decider } from "./core/decide/decider.ts";
import type { ProbeName } from "./core/probes.ts";
import type { Solution } from "./core/runbook/solution.ts";
import type { CommittedMute } from "./core/suppression.ts";
import type { Waiver } from "./core/waive.ts";
import type { Executor } from "./executors/executor.ts";
import type { StoreFacts } from "./history/facts.ts";
import type { History } from "./history/history.ts";
import type { Draft, Hand } from "./intent/author-entry.ts";
import type { SolutionHand, VouchWish } from "./intent/author-solution.ts";
import type { Config } from "./intent/config.ts";
import type { Loaded } from "./intent/intent.ts";
import type { MutesChange, MutesChanged } from "./intent/mutes.ts";
import type { Registered, Silo } from "./intent/silos.ts";
import type { Target, TargetsChange, TargetsChanged } from "./intent/targets.ts";
import type { AskedFile, FileReport } from "./intent/validate.ts";
import type { Cluster, Patience } from "./platform/kubernetes/cluster.ts";
import type { Answer } from "./platform/kubernetes/failure.ts";
import type { Kubeconfig } from "./platform/kubernetes/kubeconfig.ts";
import type { Access } from "./platform/kubernetes/kubectl.ts";
import type { Probe } from "./probes/probe.ts";
import type { Captured } from "./sources/kubernetes/baseline/take.ts";
import type { Source } from "./sources/source.ts";
import type { Variable, VariableName } from "./system/env.ts";
import type { Hands } from "./system/hands.ts";
import type { Machine } from "./system/machine.ts";
import type { CommittedFile, Place } from "./system/paths.ts";
import type { Run } from "./system/run.ts";
import type { Timing } from "./system/timing.ts";
import type { Tier, VerbFacts } from "./verbs/verb.ts";

/** Everything a verb may touch. Each part is opened on first use, so that a verb pays only for what it asks. */
export type Context = {
  /** Where the caller stands and where the files of this wall are. */
  readonly place: Place;
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly actor: Actor;
  /** The highest tier this door granted. */
  readonly grant: Tier;
  readonly hands: Hands;
  /** Runs what changes something, with the clean environment of decisions D31; the gate alone uses it (law L8). */
  readonly act: Run;
  /** What this process runs on, and which variables it was given, without their values. */
  readonly machine: () => Machine;
  /** Values of variables that a committed file lends by name; what is unset, or withheld, is left out. */
  readonly lent: (names: readonly string[]) => Readonly<Record<string, string>>;
  /** Every variable that may be set, as it is documented. */
  readonly variables: Readonly<Record<VariableName, Variable>>;
  /** Throws `config-invalid` with line and column; an absent file is the defaults. */
  readonly config: () => Promise<Config>;
  /** The same of a file that a person names, which must be there: throws `usage` where it is not. */
  readonly configAt: (path: string) => Promise<Config>;
  readonly checks: (path?: string) => Promise<Loaded<Check>>;
  readonly solutions: () => Promise<Loaded<Solution>>;
  /** The runbook that a person names. Throws `usage` where there is no such file. */
  readonly solutionsAt: (path: string) => Promise<Loaded<Solution>>;
  readonly targets: () => Promise<Loaded<Target>>;
  readonly mutes: () => Promise<Loaded<CommittedMute>>;
  readonly waivers: () => Promise<Loaded<Waiver>>;
  /** Changes of committed files, under their lock; a file that cannot be parsed throws `input-invalid` and stays. */
  readonly commit: {
    readonly mutes: (change: MutesChange) => Promise<MutesChanged>;
    /** Adds what is not there yet; an entry that stands there is never changed. */
    readonly targets: (change: TargetsChange) => Promise<TargetsChanged>;
  };
  /** The per-user registry of deployments by name. */
  readonly silos: {
    readonly load: () => Promise<Loaded<Silo>>;
    /** A name that is taken is a clash in the result, and stays, unless `force`. */
    readonly add: (
      silos: readonly Silo[],
      how: { readonly force: boolean },
    ) => Promise<readonly Registered[]>;
    /** Forgets the name and answers what it stood for. Throws `not-found`. */
    readonly remove: (name: string) => Promise<string | undefined>;
  };
  readonly committed: {
    /** The files that a team may commit. */
    readonly names: readonly CommittedFile[];
    /** Judges the named files, or all of them; a fault of a file is in its report, never thrown. */
    readonly judge: (asked?: readonly AskedFile[]) => Promise<readonly FileReport[]>;
  };
  /** Performs the one read that a check asks for; never throws for what the target does. */
  readonly readCheck: (check: Check) => Promise<HttpReading>;
  /** Changes checks.json (or the file that a person names) under its lock; what cannot be parsed is never written. */
  readonly checkFile: {
    /** A JSON text as a usable entry. Throws `input-invalid` that names each field. */
    readonly draft: (text: string, file: string | undefined, hand: Hand) => Promise<Draft<Check>>;
    /** Throws `refused` where the name is another's. */
    readonly add: (
      draft: Draft<Check>,
      file: string | undefined,
      hand: Hand,
    ) => Promise<{ readonly path: string; readonly replaced: boolean }>;
    /** Throws `not-found` or `refused`. */
    readonly remove: (
      name: string,
      file: string | undefined,
      hand: Hand,
    ) => Promise<{ readonly path: string }>;
  };
  /** Changes solutions.json (or the file that a person names) under its lock; what cannot be parsed is never written. */
  readonly solutionFile: {
    /** A JSON text as a usable entry, with the author and the voucher that the hand says. Throws `input-invalid`. */
    readonly draft: (text: string, hand: SolutionHand) => Promise<Draft<Solution>>;
    /** Throws `refused` where the name is another's. */
    readonly add: (
      draft: Draft<Solution>,
      file: string | undefined,
      hand: Hand,
    ) => Promise<{ readonly path: string; readonly replaced: boolean }>;
    /** Throws `not-found` or `refused`. */
    readonly remove: (
      name: string,
      file: string | undefined,
      hand: Hand,
    ) => Promise<{ readonly path: string }>;
    /** Answers the entry as it stood before. Throws `not-found`, `input-invalid`, and `refused` for any other content. */
    readonly vouch: (
      wish: VouchWish,
      file: string | undefined,
    ) => Promise<{ readonly path: string; readonly before: Solution }>;
  };
  /** Variables that a check names and that are not set here. */
  readonly unsetFor: (check: Check) => readonly string[];
  readonly sources: {
    readonly names: readonly string[];
    /** Throws `usage` with the known names. */
    readonly open: (name: string) => Promise<Source>;
  };
  /** What performs the actions of the catalog; running them is the gate's alone. */
  readonly executors: () => Promise<readonly Executor[]>;
  /** Whoever is asked what to do about a finding that no reflex answers, in this order; each only names an action of the catalog. */
  readonly deciders: () => Promise<readonly Decider[]>;
  /** What judges the health of a platform, beside what a source compares. */
  readonly probes: {
    readonly names: readonly ProbeName[];
    readonly open: (name: ProbeName) => Promise<Probe>;
  };
  readonly kubernetes: {
    /** Resolves which cluster an access leads to, without contacting it. Throws `refused` for a value like an option. */
    readonly open: (access: Access, patience: Patience) => Promise<Answer<Cluster>>;
    /** Judges a text, which stands in the file at that path, as a kubeconfig; contacts nothing. */
    readonly inspect: (text: string, path: string) => Promise<Answer<Kubeconfig>>;
    /**
     * Reads what runs in a cluster and keeps it as the baseline of a place in the state folder. Throws `source-failed` or
     * `tool-missing` where the cluster cannot be asked, `nothing-to-look-at` where nothing runs, `store-unusable` where the folder
     * cannot be written, and `input-invalid` where a file that cannot be read is in the way and `replace` is not set.
     */
    readonly captureBaseline: (
      cluster: Cluster,
      how: { readonly place: string; readonly replace: boolean; readonly now: number },
    ) => Promise<Captured>;
  };
  readonly history: {
    /** Opens the store read-only; `undefined` where nothing was ever remembered. Creates nothing. */
    readonly look: () => Promise<History | undefined>;
    /** The same for a verb that writes next: a write that was interrupted is undone first, which a reader may not do. */
    readonly lookToWrite: () => Promise<History | undefined>;
    /** Opens for writing what stands there, an older store too; `undefined` where nothing does. Creates nothing. */
    readonly standing: () => Promise<History | undefined>;
    /** What stands at the path of the store, told without opening it; `undefined` where nothing does. */
    readonly facts: () => Promise<StoreFacts | undefined>;
    /** Throws `store-unusable` where the native addon cannot be loaded. */
    readonly tryAddon: () => Promise<void>;
    /** Whether the audit is sealed with a key from outside. Throws `config-invalid` where one is named that cannot be used. */
    readonly tryAuditKey: () => Promise<boolean>;
    /** Opens or creates the store for writing. */
    readonly open: () => Promise<History>;
    /** Seals as a store will that `open` makes anew; another process may be first, so compare with its own `seal`. */
    readonly sealAhead: () => Promise<(secret: string) => string>;
  };
  /** Writes down that somebody was refused, where a memory stands; one that cannot be written is a notice. */
  readonly tellRefused: (
    target: string,
    refusal: { readonly message: string },
    by: Pick<Context, "actor" | "now" | "history" | "notice">,
  ) => Promise<void>;
  /** Every verb as data, for `tools`, `help` and completion. */
  readonly verbs: readonly VerbFacts[];
  /** A notice for the person at this door (stderr at a terminal); never part of a result. */
  readonly notice: (text: string) => void;
  /** What is being done now, for somebody who watches and waits; each text takes the place of the one before. */
  readonly progress: (text: string) => void;
  /** Time that passes while a verb works. */
  readonly timing: Timing;
};
