/**
 * What a policy makes of a finding: its remedy runs with nobody there, a person decides, or nothing is offered. `meaning` tells two
 * remedies of one name apart.
 */
export const fates = ["unattended", "waits", "silent"] as const;
export type Fate =
  | { readonly is: "unattended"; readonly remedy: string; readonly meaning: string }
  | { readonly is: "waits"; readonly remedy: string; readonly meaning: string; readonly why: string }
  | { readonly is: "silent"; readonly why: string };

/** Gravest first. `otherwise`: a person decides on both sides, about another remedy or for another reason. */
export const fateChanges = [
  "newly-unattended",
  "no-longer-unattended",
  "newly-offered",
  "no-longer-offered",
  "otherwise",
] as const;
export type FateChange = (typeof fateChanges)[number];

/** What is different between two policies; another remedy with nobody there is as new as one where there was none. */
export const fateChange = (was: Fate, would: Fate): FateChange | undefined => {
  if (would.is === "unattended")
    return was.is === "unattended" && was.meaning === would.meaning ? undefined : "newly-unattended";
  if (was.is === "unattended") return "no-longer-unattended";
  if (was.is === "silent") return would.is === "silent" ? undefined : "newly-offered";
  if (would.is === "silent") return "no-longer-offered";
  return was.meaning === would.meaning && was.why === would.why ? undefined : "otherwise";
};

/** The one that a reviewer has to know of, where one finding was told by several readers. */
export const gravestFate = (all: readonly Fate[]): Fate | undefined =>
  fates.flatMap((name) => all.filter(({ is }) => is === name))[0];
