/** How far an effect can be taken back, mildest first: nothing of value lost, put right by the platform, undone by a known inverse, not at all. */
export const reversibilities = ["lossless", "self_healing", "recoverable", "irreversible"] as const;
export type Reversibility = (typeof reversibilities)[number];

/** How much an effect can break, least first. */
export const impacts = ["one", "service", "tenant", "node", "fleet"] as const;
export type Impact = (typeof impacts)[number];

/** What an action may break at worst. It comes from the catalog or an executor, never from who proposes the action. */
export type Envelope = { readonly reversibility: Reversibility; readonly impact: Impact };

/** `lossless/tenant`. */
export const printEnvelope = ({ reversibility, impact }: Envelope): string => `${reversibility}/${impact}`;

/** The highest impact that may run unattended at one reversibility. */
export const ceilings = ["none", ...impacts] as const;
export type Ceiling = (typeof ceilings)[number];

export const compareCeilings = (a: Ceiling, b: Ceiling): number => ceilings.indexOf(a) - ceilings.indexOf(b);
