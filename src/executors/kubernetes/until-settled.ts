import type { Reach, Settled } from "../executor.ts";
import type { Sight } from "./deed.ts";

/** Milliseconds between two looks: soon at first, as most arrives at once. */
const soonest = 1000;
const slowest = 5000;

/** Looks until it is decided, or for so many milliseconds; a wait that is cut short ends it, for nobody wants it to go on. */
export const untilSettled = async (
  look: () => Promise<Sight>,
  { elapsed, pause }: Reach["time"],
  patience: number,
): Promise<Settled> => {
  const end = elapsed() + patience;
  for (let wait = soonest; ; wait = Math.min(slowest, wait * 1.5)) {
    const sight = await look();
    if (sight.state === "arrived" || sight.state === "not-arrived") return sight;
    const before = elapsed();
    const length = Math.min(wait, end - before);
    if (length > 0) await pause(length);
    if (length <= 0 || elapsed() - before < length / 2) return given(sight);
  }
};

const given = ({ state, why }: Sight): Settled => ({
  state: state === "unseen" ? "unseen" : "not-arrived",
  why,
});
