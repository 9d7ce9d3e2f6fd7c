import type { Tree } from "../../sources/argocd/make.ts";

/** What a controller says of its applications, and what an operator would say of their health. */
export type State = {
  readonly name: string;
  readonly objects: readonly Tree[];
  /** One line for each malfunction: severity, category, thing. */
  readonly told: readonly string[];
  /** How many applications serve, do not, and cannot be told; what is meant not to serve is not counted. */
  readonly serves: readonly [yes: number, no: number, unknown: number];
  /** A part of the reason why something was not seen; everything was seen without it. */
  readonly unseen?: string;
};

export const state = (
  name: string,
  objects: readonly Tree[],
  told: readonly string[],
  serves: State["serves"],
  unseen?: string,
): State => ({ name, objects, told, serves, ...(unseen === undefined ? {} : { unseen }) });
