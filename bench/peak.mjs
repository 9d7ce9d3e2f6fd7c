// Preloaded into a measured process: leaves its peak memory (kilobytes) in the file that STEADYSTATE_BENCH_PEAK names.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.STEADYSTATE_BENCH_PEAK, String(process.resourceUsage().maxRSS));
});
