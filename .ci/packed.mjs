// Packs the project, installs the package into an empty folder as a user would, and runs its CLI on Node 20, 22 and 24.
import { strict as assert } from "node:assert";
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { planDocument } from "../bench/plans.mjs";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const addonPackage = resolve("node_modules/better-sqlite3");
const addonPath = join("build", "Release", "better_sqlite3.node");

const main = () => {
  const cache = process.env.STEADYSTATE_CI_CACHE;
  if (cache === undefined) throw new Error("STEADYSTATE_CI_CACHE is not set; .ci/run sets it");
  const work = mkdtempSync(join(tmpdir(), "steadystate-packed-"));
  try {
    const app = installed(work);
    const answers = [undefined, "22", "24"].map((major) => {
      const home = major === undefined ? undefined : join(cache, `node-${major}`);
      const node = home === undefined ? process.execPath : join(home, "bin", "node");
      return onNode({ node, app, addon: addonFor(node, home, cache), work });
    });
    for (const answer of answers) assert.equal(answer, answers[0], "ci gives the same data on every Node");
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

const quietly = (file, argv, options) => execFileSync(file, argv, { encoding: "utf8", ...options });

/** Scripts are left out: the addon of each Node is laid in by hand, and once it is left out on purpose. */
const installed = (work) => {
  const told = JSON.parse(quietly("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", work]));
  // npm prints a list of packages, or from 12 on an object by name.
  const [{ filename, files }] = Object.values(told);
  const paths = files.map(({ path }) => path);
  for (const needed of ["LICENSE", "README.md", "dist/main.js", "package.json"]) {
    assert.ok(paths.includes(needed), `the package holds ${needed}`);
  }
  const alien = paths.filter((path) =>
    /^(src|test|bench|[.]ci|node_modules)\/|[.]map$|[.]env|[.]steadystate/.test(path),
  );
  assert.deepEqual(alien, [], "the package holds nothing of the workshop");
  const app = join(work, "app");
  mkdirSync(app);
  writeFileSync(join(app, "package.json"), JSON.stringify({ private: true }));
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  quietly("npm", [...install, join(work, filename)], { cwd: app });
  return app;
};

/** The addon built for this Node; kept in the cache, because it takes more than a minute. */
const addonFor = (node, home, cache) => {
  if (home === undefined) return join(addonPackage, addonPath);
  const version = JSON.parse(readFileSync(join(addonPackage, "package.json"), "utf8")).version;
  const kept = join(cache, `better-sqlite3-${version}-node-${quietly(node, ["--version"]).trim()}.node`);
  if (existsSync(kept)) return kept;
  const folder = mkdtempSync(join(cache, "addon-"));
  try {
    for (const name of ["package.json", "binding.gyp", "deps", "src", "lib"]) {
      cpSync(join(addonPackage, name), join(folder, name), { recursive: true });
    }
    quietly(node, [gypOf(), "rebuild", "--release", `--nodedir=${home}`], { cwd: folder, stdio: "pipe" });
    renameSync(join(folder, addonPath), kept);
    return kept;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** npm carries the builder of addons with it. */
const gypOf = () => {
  const root = quietly("npm", ["root", "--global"]).trim();
  return join(root, "npm", "node_modules", "node-gyp", "bin", "node-gyp.js");
};

/** Runs the CLI in a new folder: first without the addon, then with it. Gives the data of `ci`. */
const onNode = ({ node, app, addon, work }) => {
  const place = mkdtempSync(join(work, "wall-"));
  const cli = join(app, "node_modules", manifest.name, manifest.bin.steadystate);
  const inside = join(app, "node_modules", "better-sqlite3", addonPath);
  writeFileSync(join(place, "plan.json"), planDocument(60));
  const run = (...argv) => {
    const { status, stdout, stderr } = spawnSync(node, [cli, ...argv], {
      cwd: place,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: place },
    });
    const told = `steadystate ${argv.join(" ")}: status ${status}\n${stdout.slice(0, 2000)}\n${stderr.slice(0, 2000)}`;
    return { status, stdout, told };
  };
  const json = (expected, ...argv) => {
    const { status, stdout, told } = run(...argv, "--json");
    assert.equal(status, expected, told);
    const reply = JSON.parse(stdout);
    assert.equal(reply.ok, expected < 2, told);
    return reply.ok ? reply.data : reply.error;
  };

  rmSync(inside, { force: true });
  assert.equal(run("--version").stdout.trim(), manifest.version);
  const data = json(1, "ci", "plan.json");
  assert.ok(JSON.stringify(data).includes("aws_db_instance"), "ci names what it found");
  assert.match(
    json(4, "scan", "plan.json").hint,
    /rebuild/,
    "a missing addon is told with the command that mends it",
  );

  mkdirSync(dirname(inside), { recursive: true });
  copyFileSync(addon, inside);
  assert.ok(run("--help").stdout.includes("Is it working?"));
  assert.ok(JSON.stringify(JSON.parse(run("tools").stdout)).includes("findings"), "tools lists the verbs");
  json(0, "scan", "plan.json");
  assert.ok(existsSync(join(place, ".steadystate", "state.db")), "scan remembers");
  const summary = run("summary");
  assert.ok([0, 1, 3].includes(summary.status) && summary.stdout.length > 0, summary.told);
  assert.ok(JSON.stringify(json(0, "findings")).includes("aws_"), "the findings are remembered");
  // An addon object that is collected at a bad moment aborts a newer Node: enough work, often enough, to see it.
  writeFileSync(join(place, "larger.json"), planDocument(600));
  for (let round = 0; round < 6; round += 1) {
    json(0, "scan", "larger.json");
    json(0, "findings");
  }
  process.stdout.write(`packed CLI runs on ${quietly(node, ["--version"])}`);
  return JSON.stringify(data);
};

main();
