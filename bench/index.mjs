// node bench/index.mjs           measure the built CLI and print a table
// node bench/index.mjs --check   the same; status 1 when worse than docs/performance.md
// node bench/index.mjs --write   the same; put the measured ratios into docs/performance.md, keeping its caps
// --quick leaves out 10 000 and 50 000 changes, --rounds N takes the median of N
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { clusterCases } from "./cluster.mjs";
import { fleetCases } from "./fleet.mjs";
import { historyCases } from "./histories.mjs";
import { judge, readLimits, writeRatios } from "./limits.mjs";
import { cleanEnvironment, measured } from "./measure.mjs";
import { planDocument } from "./plans.mjs";
import { snapshotDocument } from "./snapshots.mjs";

const cli = fileURLToPath(new URL("../dist/main.js", import.meta.url));

const main = () => {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
    },
  });
  if (!existsSync(cli)) throw new Error("dist/main.js is not there; run: npm run build");
  const folder = mkdtempSync(join(tmpdir(), "steadystate-bench-"));
  try {
    const rows = [
      ...measured(smallCases(folder), Number(values.rounds ?? 11)),
      ...measured(
        planCases(folder, values.quick ? [1_000] : [1_000, 10_000, 50_000]),
        Number(values.rounds ?? 5),
      ),
      ...measured(snapshotCases(folder, [1_000, 5_000]), Number(values.rounds ?? 5)),
      ...measured(clusterCases(folder, cli, [500, 2_000]), Number(values.rounds ?? 3)),
      ...measured(historyCases(folder, cli, [5_000, 20_000]), Number(values.rounds ?? 1)),
      ...measured(fleetCases(folder, cli, 50), Number(values.rounds ?? 1)),
    ];
    const results = withRatios(rows);
    print(results);
    const compared = results.filter(({ reference }) => !reference);
    if (values.write) writeRatios(compared);
    if (values.check) report(judge(compared, readLimits(), { partial: values.quick }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const node = "node -e 0";

const smallCases = (folder) => {
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const steadystate = (name, more = {}) => ({
    name,
    against: node,
    argv: [cli, ...name.split(" (")[0].split(" ")],
    cwd: empty,
    ...more,
  });
  return [
    { name: node, against: node, reference: true, argv: ["-e", "0"], cwd: empty },
    steadystate("--version"),
    steadystate("--help"),
    steadystate("tools"),
    steadystate("completing a word", { argv: [cli, "__complete", "bash", "0", "summ"] }),
    steadystate("summary (empty folder)", { statuses: [0, 3] }),
    steadystate("summary (empty store)", { cwd: emptyStore(folder), statuses: [0, 3] }),
  ];
};

const output = (argv, cwd) =>
  execFileSync(process.execPath, argv, { cwd, env: cleanEnvironment(), encoding: "utf8", stdio: "pipe" });

/** A store that knows of one look, at nothing. */
const emptyStore = (folder) => {
  const cwd = join(folder, "empty-store");
  mkdirSync(cwd);
  writeFileSync(join(cwd, "plan.json"), planDocument(0));
  output([cli, "scan", "plan.json"], cwd);
  return cwd;
};

/** Each size has its own folder, plan and reference processes to be compared with; a case finds what those before it left. */
const planCases = (folder, sizes) =>
  sizes.flatMap((size) => {
    const cwd = join(folder, String(size));
    mkdirSync(cwd);
    writeFileSync(join(cwd, "plan.json"), planDocument(size));
    const count = `${size / 1_000}k`;
    const parse = `parse ${count}`;
    const nothing = `summary of nothing, beside ${count}`;
    const forget = () => rmSync(join(cwd, ".steadystate"), { recursive: true, force: true });
    const look = (words, more = {}) => ({
      name: `${words.join(" ")} ${count}`,
      against: parse,
      argv: [cli, ...words.toSpliced(1, 0, "plan.json")],
      cwd,
      statuses: [0, 1],
      ...more,
    });
    const ask = (name, more = {}) => ({
      name: `${name} ${count}`,
      against: nothing,
      argv: [cli, ...name.split(" ")],
      cwd,
      statuses: [0, 1, 3],
      ...more,
    });
    return [
      {
        name: parse,
        against: node,
        reference: true,
        argv: ["-e", 'JSON.parse(require("node:fs").readFileSync("plan.json", "utf8"))'],
        cwd,
      },
      look(["scan", "--stateless", "--json"]),
      look(["ci", "--json"]),
      look(["scan", "--json"], { before: forget }),
      look(["scan", "--json"], { name: `scan --json, unchanged ${count}` }),
      {
        name: nothing,
        against: node,
        reference: true,
        argv: [cli, "summary"],
        cwd: join(folder, "empty-store"),
        statuses: [0, 3],
      },
      ask("summary"),
      ask("findings"),
      ask("show", { argv: showWorst(cwd) }),
    ];
  });

/** The same for Kubernetes: so many declared objects, and as many that live. */
const snapshotCases = (folder, sizes) =>
  sizes.flatMap((size) => {
    const cwd = join(folder, `snapshot-${size}`);
    mkdirSync(cwd);
    writeFileSync(join(cwd, "snapshot.json"), snapshotDocument(size));
    const count = `${size / 1_000}k objects`;
    return [
      {
        name: `parse ${count}`,
        against: node,
        reference: true,
        argv: ["-e", 'JSON.parse(require("node:fs").readFileSync("snapshot.json", "utf8"))'],
        cwd,
      },
      {
        name: `scan --source k8s --stateless --json ${count}`,
        against: `parse ${count}`,
        argv: [cli, "scan", "snapshot.json", "--source", "k8s", "--stateless", "--json"],
        cwd,
        statuses: [0, 1],
      },
    ];
  });

/** Asked once: the same plan has the same fingerprints. */
const showWorst = (cwd) => {
  let argv;
  return () => {
    argv ??= [cli, "show", JSON.parse(output(worst, cwd)).data.findings[0].fingerprint];
    return argv;
  };
};
const worst = [cli, "findings", "--limit", "1", "--json"];

const withRatios = (rows) => {
  const times = new Map(rows.map(({ name, milliseconds }) => [name, milliseconds]));
  const base = times.get(node);
  return rows.map((row) => ({
    ...row,
    ofNode: row.milliseconds / base,
    ratio: row.milliseconds / times.get(row.against),
  }));
};

const print = (rows) => {
  const line = (cells) =>
    console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(50) : cell.padStart(12))).join(""));
  line(["", "median ms", "× node", "× its own", "peak MB"]);
  for (const { name, against, milliseconds, ofNode, ratio, megabytes } of rows) {
    const ofOwn = against === node ? "" : ratio.toFixed(2);
    line([name, milliseconds.toFixed(0), ofNode.toFixed(2), ofOwn, megabytes.toFixed(0)]);
  }
};

const report = (complaints) => {
  for (const complaint of complaints) console.error(complaint);
  console.log(
    complaints.length === 0
      ? "within docs/performance.md"
      : `worse than docs/performance.md: ${complaints.length}`,
  );
  process.exitCode = complaints.length === 0 ? 0 : 1;
};

try {
  main();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
