import type { Envelope } from "../core/bound/envelope.ts";
import type { Inverse, Parameters } from "../core/gate/offer.ts";
import type { DryStep } from "../core/runbook/dry-run/step.ts";
import type { OpenEntry } from "../core/runbook/entry-action.ts";
import type { Cluster } from "../platform/kubernetes/cluster.ts";
import type { Answer } from "../platform/kubernetes/failure.ts";
import type { Access } from "../platform/kubernetes/kubectl.ts";
import type { Hands } from "../system/hands.ts";

/** What an effect can reach: one cluster by a credential that was lent for it, or one folder. */
export type Reach = {
  /** Absolute: the folder that is planned, or the folder of the wall. */
  readonly folder: string;
  /** The file that is started by the name of a program, from the folder of the wall or from PATH; `undefined` where there is none. */
  readonly program: (name: string) => Promise<string | undefined>;
  /** 0700, of this wall: what must outlive a run, such as a plan that waits for its approval. Made on first use by who writes there. */
  readonly keep: string;
  /** Present where the executor reaches clusters. */
  readonly cluster:
    | {
        readonly look: Cluster;
        readonly access: Access;
        /** Variables that the target lists by name, for the programs that its kubeconfig runs. */
        readonly env: Readonly<Record<string, string>>;
      }
    | undefined;
  readonly terraform: {
    readonly bin: string;
    readonly varFiles: readonly string[];
    readonly lock: boolean;
    /** Milliseconds that one read may take. */
    readonly timeout: number;
    /** Variables that the team lends to an apply by name, with their values. */
    readonly env: Readonly<Record<string, string>>;
  };
  /** Milliseconds that only grow, and a wait, which may end early. */
  readonly time: {
    readonly elapsed: () => number;
    readonly pause: (milliseconds: number) => Promise<void>;
  };
  /** Values of variables that a committed file lends by name. */
  readonly lent: (names: readonly string[]) => Readonly<Record<string, string>>;
  /** HMAC under the key of the store: that a secret is another shows in the facts, and nothing of it can be read there (D8). */
  readonly seal: (secret: string) => string;
  /** Only reads; effects go through the gate alone. */
  readonly hands: Pick<Hands, "run" | "files" | "env">;
};

/** One action as it is asked for, before the thing itself was read. */
export type Wanted = {
  readonly action: string;
  /** Drawn from the finding, with what a person named beside it. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The runbook entry in whose own words it is done. */
  readonly entry?: OpenEntry | undefined;
};

/** What a read of the thing itself says about an effect, before it and again right before it runs. */
export type Foresight = {
  /** Complete: what neither the finding nor a person said is read from the thing. */
  readonly parameters: Parameters;
  /** What must be the same when it runs: uid, revision, number of copies, digest of a plan. Nothing that changes by itself. */
  readonly facts: Readonly<Record<string, string>>;
  /** What will change, one clause each, for the person who decides. */
  readonly told: readonly string[];
  /** Only where it is graver than the catalog says. */
  readonly envelope?: Envelope;
  readonly inverse: Inverse | undefined;
  /** Namespaces that it changes beside the one of the thing itself: what is protected there is protected from it. */
  readonly alsoReaches?: readonly string[];
  /** Things that it is about, those too that one command leaves for the next; left out where it cannot be counted. */
  readonly size?: number;
};

/** Whether what was asked for has arrived at the thing: not whether it helped. */
export type Settled = { readonly state: "arrived" | "not-arrived" | "unseen"; readonly why: string };

/**
 * What a tool's own dry run says. `gone`: the thing is not there. `wrong`: it cannot be done like that. `unsure`: the tool cannot
 * tell. `dark`: what would have told could not be reached.
 */
export type Tried =
  | { readonly is: "passed" }
  | {
      readonly is: "gone" | "wrong" | "unsure" | "dark";
      readonly why: string;
      readonly next?: string | undefined;
    };

/** Performs the actions of one tool. It reads, aims and judges; running is the gate's alone (law L8). */
export type Executor = {
  readonly name: string;
  readonly summary: string;
  readonly needs: { readonly binaries: readonly string[]; readonly variables: readonly string[] };
  /** Names of the catalog's actions that it performs. */
  readonly performs: readonly string[];
  /** `either`: the cluster of the target where it has one. */
  readonly reaches: "cluster" | "folder" | "either";
  /** Every argv that it reads with, and every argv that it may let run, placeholders in angle brackets. */
  readonly observes: readonly (readonly string[])[];
  readonly acts: readonly (readonly string[])[];
  /**
   * Reads the thing. A failure where it cannot be read or is not there; `noop` in the place of a foresight where nothing is left
   * to do. Changes nothing outside `keep`.
   */
  readonly foresee: (wanted: Wanted, reach: Reach) => Promise<Answer<Foresight | { readonly noop: string }>>;
  /** The words of the catalog, aimed at this reach and no other; `env` is what only this tool needs beside PATH, HOME and LANG. */
  readonly aim: (
    argv: readonly string[],
    foresight: Foresight,
    reach: Reach,
    entry?: OpenEntry,
  ) => { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> };
  /** Milliseconds that one run may take. */
  readonly deadline: number;
  /** Reads until what was asked for arrived or `patience` milliseconds are over. */
  readonly settle: (wanted: Wanted, foresight: Foresight, reach: Reach, patience: number) => Promise<Settled>;
  /** Runs a tool's own dry run, step by step until one fails, aimed and with the variables that the effect would get; nothing is changed. */
  readonly tryDry?: (
    steps: readonly DryStep[],
    foresight: Foresight,
    reach: Reach,
    entry: OpenEntry,
  ) => Promise<Tried>;
  /** Clears what was kept for an offer that will not run any more. */
  readonly forget?: (parameters: Parameters, reach: Pick<Reach, "keep" | "hands">) => Promise<void>;
};
