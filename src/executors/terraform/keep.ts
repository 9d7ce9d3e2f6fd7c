import { createHash } from "node:crypto";
import { join } from "node:path";
import { canonicalJson } from "../../core/canonical.ts";
import type { Parameters } from "../../core/gate/offer.ts";
import { documentCap } from "../../platform/terraform/plan.ts";
import type { Reach } from "../executor.ts";

/** A plan file holds secrets, so it is kept only while its offer waits, and named by what it would do and by its own digest. */
export const keptPath = (keep: string, facts: Facts, plan: string): string =>
  join(keep, `${digestOfFacts(facts)}-${plan}.tfplan`);

type Facts = Readonly<Record<string, string>>;

type Keeping = Pick<Reach, "keep" | "hands">;

/** Keeps a plan file and answers its digest. One that says the same and waits already is taken instead: it was reviewed. */
export const keepPlan = async (
  planFile: string,
  facts: Facts,
  { keep, hands: { files } }: Keeping,
): Promise<string> => {
  const prefix = `${digestOfFacts(facts)}-`;
  for (const name of await files.list(keep)) {
    const plan = name.startsWith(prefix) ? planOf(name) : undefined;
    if (plan !== undefined && (await digestOfFile(join(keep, name), files)) === plan) return plan;
  }
  const bytes = await files.readBytes(planFile, documentCap);
  const plan = digestOf(bytes);
  await files.keep(keptPath(keep, facts, plan), bytes);
  return plan;
};

/** Whether the plan of this digest is still kept, whole. */
export const isKept = async (plan: string, { keep, hands: { files } }: Keeping): Promise<boolean> => {
  for (const name of await files.list(keep))
    if (planOf(name) === plan && (await digestOfFile(join(keep, name), files)) === plan) return true;
  return false;
};

/** Removes the plan that an offer was for. */
export const forget = async ({ plan }: Parameters, { keep, hands: { files } }: Keeping): Promise<void> => {
  for (const name of await files.list(keep))
    if (typeof plan === "string" && planOf(name) === plan) await files.remove(join(keep, name));
};

const planOf = (name: string): string | undefined => /^[0-9a-f]{64}-([0-9a-f]{64})\.tfplan$/.exec(name)?.[1];

const digestOfFacts = (facts: Facts): string => digestOf(canonicalJson(facts));

const digestOfFile = async (path: string, files: Reach["hands"]["files"]): Promise<string> =>
  digestOf(await files.readBytes(path, documentCap));

const digestOf = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
