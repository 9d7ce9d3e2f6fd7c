import type { Executor } from "../executor.ts";
import { foreseeAnew } from "./foresee.ts";

const tries = 3;

/** An apply that ended well has arrived when a new plan of the same resource has nothing left to do. */
export const settle: Executor["settle"] = async (wanted, _foresight, reach, patience) => {
  for (let tried = 1; ; tried += 1) {
    const seen = await foreseeAnew(wanted, reach);
    if (!seen.ok) return { state: "unseen", why: seen.why };
    if ("noop" in seen.value) return { state: "arrived", why: seen.value.noop };
    const [first = "it would change it again"] = seen.value.told;
    if (tried === tries) return { state: "not-arrived", why: `a new plan still has to do: ${first}` };
    // What a service answers right after a change may be the old.
    await reach.time.pause(Math.min(4_000, patience / tries));
  }
};
