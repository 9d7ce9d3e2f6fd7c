import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const document = fileURLToPath(new URL("../docs/performance.md", import.meta.url));

/** The rows between these two lines are read by machine: what was measured, against what, ratio, aim, cap. */
const block = /(<!-- bench -->\n)([\s\S]*?)(<!-- \/bench -->)/;

/** How much worse than the written ratio a measurement may be. */
const tolerance = 1.25;

/** The table of docs/performance.md: per measurement its ratio, and its aim and cap of peak memory in MB where it has one. */
export const readLimits = () => {
  const [, , table] = block.exec(readFileSync(document, "utf8")) ?? [];
  if (table === undefined) throw new Error("docs/performance.md has no table between its bench marks");
  const rows = table.split("\n").filter((line) => /^\|\s*`/.test(line));
  return rows.map((line) => {
    const [name, against, ratio, aim, cap] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", ""));
    const limit = { name, against, ratio: Number(ratio), aim, cap: cap === "" ? undefined : Number(cap) };
    if (!(limit.ratio > 0) || Number.isNaN(limit.cap) || Number.isNaN(Number(aim)))
      throw new Error(`docs/performance.md: not a row: ${line}`);
    return limit;
  });
};

/** What is worse than written; a measurement that the table lacks, or one of the table that was not made, is a complaint too. */
export const judge = (results, limits, { partial }) => {
  const found = new Map(results.map((result) => [result.name, result]));
  const written = new Set(limits.map(({ name }) => name));
  const unwritten = results
    .filter(({ name }) => !written.has(name))
    .map(({ name }) => `${name}: not in the table`);
  const worse = limits.flatMap(({ name, against, ratio, cap }) => {
    const result = found.get(name);
    if (result === undefined) return partial ? [] : [`${name}: in the table, but not measured`];
    return [
      ...(result.ratio > ratio * tolerance
        ? [`${name}: ${result.ratio.toFixed(2)} × ${against}, written are ${ratio}`]
        : []),
      ...(cap !== undefined && result.megabytes > cap
        ? [`${name}: peak of ${result.megabytes.toFixed(0)} MB, the cap is ${cap}`]
        : []),
    ];
  });
  return [...unwritten, ...worse];
};

/** Puts the measured ratios into the table; aims and caps are promises and stay. */
export const writeRatios = (results) => {
  const promises = new Map(readLimits().map((limit) => [limit.name, limit]));
  const rows = results.map(({ name, against, ratio }) => {
    const { aim = "", cap = "" } = promises.get(name) ?? {};
    return `| \`${name}\` | \`${against}\` | ${ratio.toFixed(2)} | ${aim} | ${cap} |`;
  });
  const head = ["| measured | against | ratio | aim | peak MB at most |", "|---|---|---|---|---|"];
  const table = [...head, ...rows].join("\n");
  const text = readFileSync(document, "utf8");
  writeFileSync(
    document,
    text.replace(block, (_, open, __, close) => `${open}\n${table}\n\n${close}`),
  );
};
