import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const preload = fileURLToPath(new URL("peak.mjs", import.meta.url));

/** Runs one node process to its end. Throws when its status is not one of those that the case allows. */
const run = ({ name, argv, cwd, statuses = [0], env = {} }, nodeOptions = [], extra = {}) => {
  const words = typeof argv === "function" ? argv() : argv;
  const started = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(process.execPath, [...nodeOptions, ...words], {
    cwd,
    // The output is thrown away by the kernel: what is measured is the writer, not our reading of it.
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...cleanEnvironment(), ...env, ...extra },
    maxBuffer: 1 << 26,
  });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  if (error !== undefined) throw error;
  if (!statuses.includes(status))
    throw new Error(`${name} ended with status ${status}: ${String(stderr).slice(-2000)}`);
  return milliseconds;
};

/** A developer's own settings must not change what is measured. */
export const cleanEnvironment = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(STEADYSTATE_|NODE_|FORCE_COLOR$|CI$)/.test(name)),
  );

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/**
 * Median milliseconds and peak megabytes of each case. Rounds are interleaved, so that a slow minute of the machine falls
 * on every case alike; the memory comes from a run of its own, so that looking at it costs no time in the others.
 */
export const measured = (cases, rounds) => {
  const times = new Map(cases.map(({ name }) => [name, []]));
  const once = (one, ...more) => {
    one.before?.();
    return run(one, ...more);
  };
  for (const one of cases) once(one);
  for (let round = 0; round < rounds; round += 1) {
    for (const one of cases) times.get(one.name).push(once(one));
  }
  return cases.map((one) => ({
    name: one.name,
    against: one.against,
    reference: one.reference === true,
    milliseconds: median(times.get(one.name)),
    megabytes: peakOf((extra) => once(one, ["--import", preload], extra)),
  }));
};

const peakOf = (start) => {
  const file = join(tmpdir(), `steadystate-bench-${process.pid}`);
  try {
    start({ STEADYSTATE_BENCH_PEAK: file });
    return Number(readFileSync(file, "utf8")) / 1024;
  } finally {
    rmSync(file, { force: true });
  }
};
