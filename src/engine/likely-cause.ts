import { type RememberedCause, rememberedCauses } from "../core/correlate/remembered.ts";
import type { Finding } from "../core/finding.ts";
import type { History } from "../history/history.ts";

/** Beyond these nobody reads on. */
const most = 20;

/** The drifts in memory that likely cause what fails, muted ones among them; nothing where that is not proven. */
export const likelyCauses = async (
  impaired: readonly Finding[],
  history: History | undefined,
): Promise<readonly RememberedCause[]> => {
  if (history === undefined || impaired.length === 0) return [];
  const names = [...new Set(impaired.slice(0, most).map(({ identity }) => identity.name))];
  const drifts = await Promise.all(
    names.map((workload) => history.findings({ workload, type: ["drift"], presence: ["present"] })),
  );
  return rememberedCauses(impaired, drifts.flat());
};
