import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical.ts";
import type { Solution } from "./solution.ts";

/** SHA-256 of what an entry means: when it answers and what it does. Who wrote it, and why, is not part of it. */
export const solutionDigest = (entry: Solution): string => {
  const { name, for: wanted, match, solution, impact, reversibility, targets, environments, env } = entry;
  const does =
    solution.kind === "action"
      ? { kind: solution.kind, action: solution.action, parameters: solution.parameters }
      : { kind: solution.kind, run: solution.run, target: solution.target };
  const meaning = { name, for: wanted, match, does, impact, reversibility, targets, environments, env };
  return createHash("sha256").update(canonicalJson(meaning)).digest("hex");
};

/** Whether somebody stands for exactly this content; a draft is shown, and offered to nobody. */
export type Standing =
  | { readonly is: "vouched"; readonly by: string | undefined }
  | { readonly is: "draft"; readonly why: string };

/** An entry that a person wrote into the committed file is vouched by that commit, unless it says otherwise. */
export const standingOf = (entry: Solution): Standing => {
  const { proposed, vouched } = entry;
  if (proposed) return { is: "draft", why: "nobody has vouched it yet" };
  if (vouched?.digest !== undefined && vouched.digest !== solutionDigest(entry))
    return { is: "draft", why: `it was changed since ${vouched.by} vouched it` };
  return { is: "vouched", by: vouched?.by };
};
