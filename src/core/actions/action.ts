import type { z } from "zod";
import type { Envelope } from "../bound/envelope.ts";
import type { Action } from "../departure.ts";
import type { Finding } from "../finding.ts";
import type { Identity } from "../identity.ts";

/** What an action is meant for: the thing of a finding, by its parsed fields. */
export type Subject = {
  readonly identity: Identity;
  /** Only of a finding that is a drift. */
  readonly drift?: DriftedSubject | undefined;
};

/** The thing of a remembered finding. */
export const subjectOf = ({
  identity,
  type,
  source,
  action,
}: Pick<Finding, "identity" | "type" | "source" | "action">): Subject =>
  type === "drift" ? { identity, drift: { source, action } } : { identity };

/** What the declaring tool told of a drift. */
export type DriftedSubject = {
  readonly source: string;
  /** What the tool would do about it; `undefined` where nobody wrote that down. */
  readonly action: Action | undefined;
};

/** Either a value, or in one clause why there is none. */
export type Drawn<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string };

/** One right that the credential needs, as `auth can-i` is asked. */
export type Permission = { readonly verb: string; readonly group: string; readonly resource: string };

/** A vetted action: the only kind of effect that may be proposed by name. */
export type VettedAction = {
  /** As typed. */
  readonly name: string;
  /** When it helps, in one sentence. */
  readonly summary: string;
  /** What it may break at worst. */
  readonly envelope: Envelope;
  /** Categories of malfunction for which it is offered; none for one that a person must name. */
  readonly cures: readonly string[];
  /** Sources whose drift it is offered for. */
  readonly mends?: readonly string[];
  /** Names and types of what fills it; anything else is refused. */
  readonly parameters: z.ZodObject;
  /** Its command with placeholders in angle brackets; which cluster is meant is added by who runs it. */
  readonly shape: readonly string[];
  /** The least that a credential must be allowed. */
  readonly permissions: readonly Permission[];
  /** The action that takes it back, where one does. */
  readonly inverse: string | undefined;
  /** Parameters from the finding's own thing. Whatever else an action needs is asked for by name. */
  readonly draw: (subject: Subject) => Drawn<Readonly<Record<string, unknown>>>;
  /** The argv, one parameter in exactly one word. What the schema refuses, or nobody declared, gives none. */
  readonly compose: (parameters: unknown) => Drawn<readonly string[]>;
};

type Plan<S extends z.ZodObject> = Omit<VettedAction, "compose" | "shape"> & {
  readonly parameters: S;
  readonly argv: (parameters: z.output<S>) => readonly string[];
  readonly shape: string;
};

export const defineAction = <S extends z.ZodObject>({ argv, shape, ...plan }: Plan<S>): VettedAction => ({
  ...plan,
  shape: shape.split(" "),
  compose: (given) => {
    const read = plan.parameters.safeParse(given);
    if (read.success) return { ok: true, value: argv(read.data) };
    const [first] = read.error.issues;
    const where = first === undefined || first.path.length === 0 ? "the parameters" : first.path.join(".");
    return { ok: false, why: `${where}: ${first?.message ?? "not understood"}` };
  },
});

/** Its command with what is known filled in. For reading only: what runs is composed from typed parameters, never from this. */
export const shownCommand = (
  { shape }: Pick<VettedAction, "shape">,
  parameters: Readonly<Record<string, unknown>>,
): readonly string[] =>
  shape.map((word) =>
    word.replace(/<([a-z]+)>/g, (whole, name: string) => {
      const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      return typeof value === "string" ? value : whole;
    }),
  );

/** A workload by the kinds that an action knows; groups are part of a kind's name. */
export const drawWorkload = <K extends string>(
  { identity }: Subject,
  kinds: readonly K[],
  group: string,
): Drawn<{ readonly kind: K; readonly namespace: string; readonly name: string }> => {
  const kind = kinds.find((known) => known === identity.kind.toLowerCase());
  if (identity.style !== "path" || identity.group !== group || kind === undefined)
    return { ok: false, why: `it is done to a ${kinds.join(", ")}, and this is a ${identity.kind}` };
  return { ok: true, value: { kind, namespace: identity.namespace, name: identity.name } };
};
