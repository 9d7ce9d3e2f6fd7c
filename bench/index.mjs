// node bench/index.mjs           measure the built CLI and print a table
// node bench/index.mjs --check   the same; status 1 when worse than docs/performance.md
// node bench/index.mjs --write   the same; put the measured ratios into docs/performance.md, keeping its caps
// --quick leaves out 10 000 and 50 000 changes, --rounds N takes the median of N
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { judge, readLimits, writeRatios } from "./limits.mjs";
import { measured } from "./measure.mjs";
import { planDocument } from "./plans.mjs";

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
  const steadystate = (name, statuses) => ({
    name,
    against: node,
    argv: [cli, ...name.split(" (")[0].split(" ")],
    cwd: empty,
    statuses,
  });
  return [
    { name: node, against: node, reference: true, argv: ["-e", "0"], cwd: empty },
    steadystate("--version"),
    steadystate("--help"),
    steadystate("tools"),
    steadystate("summary (empty folder)", [0, 3]),
  ];
};

/** Each size has its own folder, plan and parse-only process to be compared with. */
const planCases = (folder, sizes) =>
  sizes.flatMap((size) => {
    const cwd = join(folder, String(size));
    mkdirSync(cwd);
    writeFileSync(join(cwd, "plan.json"), planDocument(size));
    const count = `${size / 1_000}k`;
    const parse = `parse ${count}`;
    const forget = () => rmSync(join(cwd, ".steadystate"), { recursive: true, force: true });
    const look = (words, more = {}) => ({
      name: `${words.join(" ")} ${count}`,
      against: parse,
      argv: [cli, ...words.toSpliced(1, 0, "plan.json")],
      cwd,
      statuses: [0, 1],
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
      // The scan before it in the round has left the store that this one reads.
      { name: `summary ${count}`, against: node, argv: [cli, "summary"], cwd, statuses: [0, 1, 3] },
    ];
  });

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
    console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(30) : cell.padStart(12))).join(""));
  line(["", "median ms", "× node", "× parse", "peak MB"]);
  for (const { name, against, milliseconds, ofNode, ratio, megabytes } of rows) {
    const ofParse = against === node ? "" : ratio.toFixed(2);
    line([name, milliseconds.toFixed(0), ofNode.toFixed(2), ofParse, megabytes.toFixed(0)]);
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
