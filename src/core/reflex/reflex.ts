import { catalog } from "../actions/catalog.ts";
import type { Envelope } from "../bound/envelope.ts";
import { nearest } from "../nearest.ts";

/** What a reflex does of itself: nothing, offer, or act inside the bound. */
export const reflexLevels = ["observe", "propose", "auto"] as const;
export type ReflexLevel = (typeof reflexLevels)[number];

/** What is always done about one category of malfunction. What it may break the catalog says. */
export type Reflex = {
  readonly name: string;
  readonly category: string;
  /** Name of the catalog's action. */
  readonly action: string;
  readonly autonomy: ReflexLevel;
  /** Things that one act may touch. */
  readonly perAction: number;
  /** Findings of one tick that it may answer; where there are more, something else is wrong. */
  readonly perTick: number;
  readonly summary: string;
};

const builtIn: readonly Reflex[] = [
  {
    name: "reclaim-evicted",
    category: "Evicted",
    action: "reclaim-evicted-pods",
    autonomy: "propose",
    perAction: 50,
    perTick: 10,
    summary: "deletes evicted pods, which only take up a name",
  },
];

/** `unknown`: one clause for each promoted name that is no reflex, and that promotes nothing. */
export type Reflexes = { readonly all: readonly Reflex[]; readonly unknown: readonly string[] };

/** `promoted`: the text of STEADYSTATE_REFLEX_AUTO, a comma list of names. */
export const reflexesWith = (promoted: string | undefined): Reflexes => {
  const names = (promoted ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const known = builtIn.map(({ name }) => name);
  return {
    all: builtIn.map((reflex) => (names.includes(reflex.name) ? { ...reflex, autonomy: "auto" } : reflex)),
    unknown: names
      .filter((name) => !known.includes(name))
      .map((name) => {
        const close = nearest(name, known);
        const guess = close === undefined ? `: ${known.join(", ")}` : `, did you mean ${close}?`;
        return `STEADYSTATE_REFLEX_AUTO names ${name.slice(0, 60)}, which is no reflex${guess}`;
      }),
  };
};

export const reflexFor = (category: string, { all }: Reflexes): Reflex | undefined =>
  all.find((reflex) => reflex.category === category);

/** `undefined` where the catalog has no such action: then nobody knows what it may break. */
export const envelopeOfReflex = ({ action }: Reflex): Envelope | undefined =>
  catalog.find(({ name }) => name === action)?.envelope;
