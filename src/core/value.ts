const opaque = Symbol("opaque");

/** A value that cannot be read here: a secret that was masked, or one that is known only after apply. */
export type Opaque = {
  readonly [opaque]: "secret" | "unknown";
  readonly text: string;
  /** HMAC of a secret under the store's own key, to see change across runs; never shown. */
  readonly seal: string | undefined;
  toJSON(): string;
};

/** A JSON tree as it leaves a parse boundary: secrets and unknowns are {@link Opaque}. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Opaque
  | readonly Value[]
  | { readonly [key: string]: Value };
export type ValueMap = { readonly [key: string]: Value };

/** What every opaque value descends from, and nothing else: to ask that is several times faster than to ask for a member. */
const ancestor: object = Object.freeze(Object.create(null));

function ownText(this: Opaque): string {
  return this.text;
}

const make = (kind: "secret" | "unknown", text: string, seal?: string): Opaque => {
  // Born with its ancestor: to be given it afterwards takes several times as long.
  const made = { __proto__: ancestor, [opaque]: kind, text, seal, toJSON: ownText };
  return Object.freeze(made);
};

export const unknownValue: Opaque = make("unknown", "‹known after apply›");
export const secretValue = (ordinal: number, seal?: string): Opaque =>
  make("secret", `‹secret ${ordinal}›`, seal);

export const isOpaque = (value: unknown): value is Opaque =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === ancestor;
export const isUnknown = (value: unknown): value is Opaque => isOpaque(value) && value[opaque] === "unknown";
export const isSecret = (value: unknown): value is Opaque => isOpaque(value) && value[opaque] === "secret";

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
export const isMap = (value: Value | undefined): value is ValueMap =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isOpaque(value);
