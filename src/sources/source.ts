import type { PlatformSettings } from "../core/layer.ts";
import type { Basis, Observation, Scope } from "../core/observation.ts";
import type { Cluster } from "../platform/kubernetes/cluster.ts";
import type { IgnoreRule } from "../platform/kubernetes/compare/ignore.ts";
import type { Hands } from "../system/hands.ts";

/** Settings from `config.toml` and flags that a source may need; each source reads its own table only. */
export type SourceSettings = {
  readonly terraform: {
    /** Binary to run: `terraform`, `tofu` or a path. */
    readonly bin: string;
    /** Paths given to `-var-file`, relative to the folder that is planned. */
    readonly varFiles: readonly string[];
    readonly lock: boolean;
    /** Milliseconds a single command may take. */
    readonly timeout: number;
  };
  readonly helm: {
    /** Name of the release; the chart's folder without one. */
    readonly release: string | undefined;
    /** Paths given to `-f`, absolute. */
    readonly values: readonly string[];
  };
  /** Where an object lives that names no namespace; the context's own without it. */
  readonly namespace: string | undefined;
};

/** Forms that an input can have; `nothing` is for what the cluster itself holds. */
export const inputKinds = ["folder", "file", "nothing"] as const;
export type InputKind = (typeof inputKinds)[number];

export type SourceRequest = {
  /** Absolute and existing; the folder of the wall for a source that reads nothing there. */
  readonly path: string;
  readonly kind: InputKind;
  readonly settings: SourceSettings;
  /** The target or, without one, the context that is looked at: a baseline is kept under its name. */
  readonly place: { readonly is: "target" | "context"; readonly name: string } | undefined;
  /** Lent for this one look, where the source asks for one (`cluster`). */
  readonly cluster: Cluster | undefined;
};

/** What `read` brought back: the tool's own document, parsed from JSON but not yet judged or masked. */
export type Reading = {
  readonly document: unknown;
  /** `captured` when a person handed the document over, `live` when we ran the tool. */
  readonly origin: "captured" | "live";
  /** Path as given, for messages. */
  readonly path: string;
  readonly warnings: readonly string[];
  /** When a captured document was read, milliseconds UTC, where its own age is a part of what it says. */
  readonly readAt?: number;
};

export type Frame = {
  readonly scope: Scope;
  /** HMAC under the store's key, given only when the result will be remembered (D8). */
  readonly seal: ((secret: string) => string) | undefined;
  /** Differences that the team never wants to hear of (`[[ignore]]`). */
  readonly ignore: readonly IgnoreRule[];
  /** What the team calls plumbing: that it serves says nothing of the application. */
  readonly platform?: PlatformSettings;
};

/** One tool's account of declared versus actual. */
export type Source = {
  /** As typed after `--source`. */
  readonly name: string;
  readonly summary: string;
  /** What must be here for a live look; a captured document needs none of it. */
  readonly needs: {
    readonly binaries: readonly string[];
    readonly variables: readonly string[];
    /** Words that make a binary tell its version and do nothing else; `--version` for one that is not named here. */
    readonly versions?: Readonly<Record<string, readonly string[]>>;
  };
  /** Every argv it may run, placeholders in angle brackets; all are read-only. */
  readonly observes: readonly (readonly string[])[];
  readonly accepts: readonly InputKind[];
  /** Which of them are looked at together with a cluster. */
  readonly cluster: readonly InputKind[];
  /** Which sides a complete live look compares. */
  readonly basis: Basis;
  /** The workspace that a live look would be taken in; `undefined` for the default and for captured documents. Runs nothing. */
  readonly workspace: (request: SourceRequest, hands: Hands) => Promise<string | undefined>;
  /** Talks to the tool. Throws `tool-missing`, `not-initialised`, `nothing-to-look-at`, `source-failed` or `input-invalid`. */
  readonly read: (request: SourceRequest, hands: Hands) => Promise<Reading>;
  /**
   * Pure: judges the document and masks every secret. Throws `input-invalid` (not this tool's document, or a row of a wrong
   * type). An errored or incomplete document comes back with coverage `failed` or `partial`, never as clean.
   */
  readonly parse: (reading: Reading, frame: Frame) => Observation;
};
