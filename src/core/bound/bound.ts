import { createHash } from "node:crypto";
import { nearest } from "../nearest.ts";
import {
  type Ceiling,
  ceilings,
  compareCeilings,
  type Envelope,
  type Reversibility,
  reversibilities,
} from "./envelope.ts";

/** Who said so: what holds without a word, the committed table, or the variable. */
export type Origin = "default" | "config.toml" | "STEADYSTATE_BOUND";

export type Limit = { readonly ceiling: Ceiling; readonly origin: Origin };

/** What may run unattended, as one snapshot that every step of an operation is given. */
export type Bound = {
  readonly limits: Readonly<Record<Reversibility, Limit>>;
  /** What could not be understood; where anything stands here, nothing runs unattended. */
  readonly faults: readonly string[];
  /** What was asked for and is narrower than that, and why. */
  readonly remarks: readonly string[];
  /** SHA-256 of the four ceilings: tells whether the bound was the same one. */
  readonly digest: string;
};

export type Committed = {
  /** Only what the file itself sets. */
  readonly ceilings: Readonly<Partial<Record<Reversibility, Ceiling>>>;
  readonly envMayWiden: boolean;
};

const defaults: Readonly<Record<Reversibility, Ceiling>> = {
  lossless: "tenant",
  self_healing: "service",
  recoverable: "none",
  irreversible: "none",
};

type Limits = Readonly<Record<Reversibility, Limit>>;
type Narrowed = { readonly limits: Limits; readonly remarks: readonly string[] };

/**
 * Built-in limits, the committed table over them, the variable over both. Whatever cannot be understood closes everything, and a
 * value that would widen where it may not is left out and told. `fault` is why the committed file could not be read.
 */
export const resolveBound = ({
  committed,
  variable,
  fault,
}: {
  /** `undefined` where no `[bound]` is committed. */
  readonly committed: Committed | undefined;
  /** As it is set; `undefined` where it is not. */
  readonly variable: string | undefined;
  readonly fault: string | undefined;
}): Bound => {
  const own = overlaid(limitsOf(defaults, "default"), committed?.ceilings ?? {}, "config.toml");
  const said = pairsIn(variable ?? "");
  const faults = [...(fault === undefined ? [] : [fault]), ...said.faults];
  if (faults.length > 0) return sealed({ limits: closed(own), remarks: [] }, faults);
  const narrowOnly = committed !== undefined && !committed.envMayWiden;
  const asked = withVariable(own, said.pairs, narrowOnly);
  const inOrder = ordered(asked.limits);
  return sealed({ limits: inOrder.limits, remarks: [...asked.remarks, ...inOrder.remarks] }, []);
};

const limitsOf = (values: Readonly<Record<Reversibility, Ceiling>>, origin: Origin): Limits =>
  each((name) => ({ ceiling: values[name], origin }));

const overlaid = (limits: Limits, over: Committed["ceilings"], origin: Origin): Limits =>
  each((name) => {
    const ceiling = over[name];
    return ceiling === undefined ? limits[name] : { ceiling, origin };
  });

const closed = (limits: Limits): Limits => each((name) => ({ ...limits[name], ceiling: "none" }));

const each = (limit: (name: Reversibility) => Limit): Limits => ({
  lossless: limit("lossless"),
  self_healing: limit("self_healing"),
  recoverable: limit("recoverable"),
  irreversible: limit("irreversible"),
});

type Pairs = readonly (readonly [Reversibility, Ceiling])[];

/** `recoverable=service; lossless=one`. One word that is not understood makes the whole of it a fault. */
const pairsIn = (text: string): { readonly pairs: Pairs; readonly faults: readonly string[] } => {
  const read = text
    .split(/[,;]/)
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "")
    .map(pairOf);
  const names = read.flatMap((one) => (typeof one === "string" ? [] : [one[0]]));
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  return {
    pairs: read.filter((one) => typeof one !== "string"),
    faults: [
      ...read.filter((one) => typeof one === "string"),
      ...twice.map((name) => `STEADYSTATE_BOUND says ${name} twice`),
    ],
  };
};

const pairOf = (part: string): readonly [Reversibility, Ceiling] | string => {
  const [key = "", value, ...rest] = part.split("=").map((word) => word.trim());
  const name = reversibilities.find((known) => known === key);
  if (value === undefined || rest.length > 0) return `STEADYSTATE_BOUND: ${part} is no reversibility=impact`;
  if (name === undefined)
    return `STEADYSTATE_BOUND: there is no reversibility ${key}${meant(key, reversibilities)}`;
  const word = value === "" || value === "never" ? "none" : value;
  const ceiling = ceilings.find((known) => known === word);
  return ceiling === undefined
    ? `STEADYSTATE_BOUND: there is no impact ${value}${meant(value, ceilings)}`
    : [name, ceiling];
};

const meant = (word: string, known: readonly string[]): string => {
  const close = nearest(word, known);
  return close === undefined ? ` (${known.join(", ")})` : `, did you mean ${close}?`;
};

const withVariable = (own: Limits, pairs: Pairs, narrowOnly: boolean): Narrowed => {
  const refused = pairs.filter(
    ([name, ceiling]) => narrowOnly && compareCeilings(ceiling, own[name].ceiling) > 0,
  );
  const taken = Object.fromEntries(pairs.filter((pair) => !refused.includes(pair)));
  return {
    limits: overlaid(own, taken, "STEADYSTATE_BOUND"),
    remarks: refused.map(
      ([name, ceiling]) =>
        `STEADYSTATE_BOUND asks for ${name}=${ceiling}, wider than the committed ${own[name].ceiling}: refused, for [bound] env_may_widen is not set`,
    ),
  };
};

/** What is harder to take back never reaches further than what is easier, and what cannot be taken back waits for a person. */
const ordered = (limits: Limits): Narrowed => {
  const remarks: string[] = [];
  const under = (name: Reversibility, most: Limit, because: string): Limit => {
    const { ceiling, origin } = limits[name];
    if (compareCeilings(ceiling, most.ceiling) <= 0) return limits[name];
    remarks.push(`${name}=${ceiling} (${origin}) counts as ${most.ceiling}: ${because}`);
    return most;
  };
  const after = (name: Reversibility, easier: Limit): Limit =>
    under(name, easier, `what is easier to take back reaches only ${easier.ceiling}`);
  const { lossless } = limits;
  const selfHealing = after("self_healing", lossless);
  const recoverable = after("recoverable", selfHealing);
  const nothing: Limit = { ceiling: "none", origin: "default" };
  const irreversible = under("irreversible", nothing, "what cannot be taken back never runs unattended");
  return { limits: { lossless, self_healing: selfHealing, recoverable, irreversible }, remarks };
};

const sealed = ({ limits, remarks }: Narrowed, faults: readonly string[]): Bound => ({
  limits,
  faults,
  remarks,
  digest: createHash("sha256")
    .update(reversibilities.map((name) => `${name}=${limits[name].ceiling}`).join(";"))
    .digest("hex"),
});

const isWithin = (envelope: Envelope, { limits }: Bound): boolean =>
  compareCeilings(envelope.impact, limits[envelope.reversibility].ceiling) <= 0;

/** What a person is asked for: nothing, a plain yes, or the name of what it is done to, typed back. */
export const confirmations = ["none", "confirm", "type-the-name"] as const;
export type Confirmation = (typeof confirmations)[number];

/** `none` exactly where it may run unattended; an envelope that nobody knows is the gravest. */
export const confirmationFor = (envelope: Envelope | undefined, bound: Bound): Confirmation => {
  if (envelope === undefined) return "type-the-name";
  if (isWithin(envelope, bound)) return "none";
  const grave = envelope.reversibility === "irreversible" || compareCeilings(envelope.impact, "node") >= 0;
  return grave ? "type-the-name" : "confirm";
};
