import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnvironment } from "./measure.mjs";
import { planDocument } from "./plans.mjs";

/**
 * A runbook as a team has one: what answers a direction, and what answers one application's resources by their title. Few entries
 * answer one finding; most have to be passed over.
 */
const runbook = (count) =>
  Array.from({ length: count }, (_, i) => ({
    name: `entry-${i}`,
    author: "team",
    ...(i % 5 === 0 ? { for: `ours-${i}` } : { match: `module\\.app_${i}\\.aws_(s3|db|iam)_` }),
    solution: { kind: "command", run: `make mend-${i} NAME={name}` },
  }));

const verbs = ["learn", "what-if", "runbook test"];

/**
 * So many findings, that stood open, were all resolved and came back, and a runbook of a fortieth as many entries; each verb is
 * held against itself at the first size. Matching one with the other takes the square of it: what is measured is that the entries
 * which do not answer cost next to nothing.
 */
export const historyCases = (folder, cli, [least, ...others]) => [
  ...casesOf(folder, cli, least).map((one) => ({ ...one, against: "node -e 0", reference: true })),
  ...others.flatMap((size) =>
    casesOf(folder, cli, size).map((one, at) => ({ ...one, against: nameOf(verbs[at], least) })),
  ),
];

const nameOf = (verb, size) => `${verb}, ${size / 1_000}k findings, ${size / 40} entries`;

const casesOf = (folder, cli, size) => {
  const cwd = join(folder, `history-${size}`);
  mkdirSync(join(cwd, "steadystate"), { recursive: true });
  writeFileSync(join(cwd, "steadystate/solutions.json"), JSON.stringify(runbook(size / 40)));
  for (const changes of [size, 0, size]) {
    writeFileSync(join(cwd, "plan.json"), planDocument(changes));
    scan(cli, cwd);
  }
  return verbs.map((verb) => ({
    name: nameOf(verb, size),
    argv: [cli, ...verb.split(" "), "--json"],
    cwd,
    statuses: [0, 1, 3],
  }));
};

const scan = (cli, cwd) => {
  try {
    execFileSync(process.execPath, [cli, "scan", "plan.json", "--json"], {
      cwd,
      env: cleanEnvironment(),
      stdio: "ignore",
    });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
};
