// node esbuild.config.mjs             generate, then bundle src/main.ts into dist/
// node esbuild.config.mjs --generate  only write what is derived from the verbs
// node esbuild.config.mjs --check     write nothing; status 1 when a derived file is stale
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, transform } from "esbuild";
import { commandsPage, configPage } from "./docs/generate.mjs";
import { upgradingPage } from "./docs/upgrading.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");

/** What is written from the code; each entry turns what is known of it, and the file as it stands, into the file's text. */
const documents = [
  { path: "src/verbs/manifest.json", text: ({ facts }) => `${JSON.stringify(facts, null, 1)}\n` },
  { path: "docs/commands.md", text: commandsPage },
  { path: "CONFIG.md", text: (known, written) => configPage(written ?? "", known) },
  { path: "docs/upgrading.md", text: (known, written) => upgradingPage(written ?? "", known) },
];

const main = async (mode) => {
  const stale = await staleDocuments();
  if (mode === "--check") {
    for (const { path } of stale) console.error(`${path} is stale; run: npm run generate`);
    process.exitCode = stale.length === 0 ? 0 : 1;
    return;
  }
  for (const { path, text } of stale) {
    await writeFile(join(root, path), text);
    console.error(`wrote ${path}`);
  }
  if (mode !== "--generate") await bundle();
};

const staleDocuments = async () => {
  const known = await whatIsKnown();
  const compared = await Promise.all(
    documents.map(async ({ path, text }) => {
      const written = await textOf(join(root, path));
      return { path, written, text: text(known, written) };
    }),
  );
  return compared.filter(({ text, written }) => text !== written);
};

const textOf = (path) =>
  readFile(path, "utf8").catch((error) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });

const options = { bundle: true, platform: "node", format: "esm", target: "node20.19", logLevel: "warning" };

/** Verbs, settings and variables as data, from their own code: bundled beside node_modules so that packages still resolve. */
const whatIsKnown = async () => {
  const cache = join(root, "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "steadystate-"));
  try {
    const outfile = join(folder, "facts.mjs");
    const contents = [
      'export { verbs } from "./src/verbs/index.ts";',
      'export { factsOf } from "./src/verbs/facts.ts";',
      'export { rooms } from "./src/verbs/verb.ts";',
      'export { variables } from "./src/system/env.ts";',
      'export { Settings } from "./src/intent/settings.ts";',
      'export { sources } from "./src/sources/index.ts";',
      'export { implementedTables } from "./src/intent/config.ts";',
      'export { conversations } from "./src/doors/cli/conversations.ts";',
      'export * as reference from "./src/doors/cli/reference-names.ts";',
      'export { z } from "zod";',
    ].join("\n");
    await build({
      ...options,
      stdin: { contents, resolveDir: root, loader: "ts" },
      outfile,
      packages: "external",
    });
    const {
      verbs,
      factsOf,
      Settings,
      implementedTables: implemented,
      z,
      ...known
    } = await import(pathToFileURL(outfile).href);
    const facts = await Promise.all(Object.values(verbs).map(async (load) => factsOf(await load())));
    return { ...known, facts, implemented, settings: z.toJSONSchema(Settings, { io: "input" }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const bundle = async () => {
  const less = [englishOnly, manifestAsText, lateBuiltins];
  const { metafile } = await build({ ...bundling, plugins: less, metafile: true });
  const { outputFiles } = await build({ ...bundling, plugins: [...less, together(sharing(metafile))] });
  const entry = join(dist, "main.js");
  const files = new Map([[join(dist, "package.json"), '{"type":"commonjs"}\n']]);
  for (const { path, text } of outputFiles) {
    const code = await asCommonJs(text);
    files.set(path, path === entry ? `#!/usr/bin/env node\n${code}` : code);
  }
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await chmod(entry, 0o755);
  await removeOthers(files);
};

/**
 * Node loads a CommonJS file in a third of the time that it needs for an ES module, and has that loader ready anyway; only ES
 * modules can be split. `import()` becomes a promise of `require`.
 */
const asCommonJs = async (text) => {
  const { code } = await transform(text, {
    ...compact,
    platform: "node",
    format: "cjs",
    target: options.target,
    supported: { "dynamic-import": false },
  });
  return code;
};

/** zod carries its messages in sixty languages, more than half of its bytes: every verb would load them all. */
const englishOnly = {
  name: "english-only",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index[.]js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/** The package as a namespace: of an object of that name, which is what the package offers, nothing could be left out. */
const zodByName = (text) => text.replace('import { z } from "zod";', 'import * as z from "zod";');

/** Text that is parsed as data is ready sooner than the same as code. */
const manifestAsText = {
  name: "manifest-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]manifest[.]json$/ }, async ({ path }) => ({
      contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(await readFile(path, "utf8"))))});`,
    }));
  },
};

/** Modules of Node that take long to load and that few calls ask for, and what is used of each: loaded at the first use. */
const seldom = {
  "node:child_process": ["spawn"],
  "node:crypto": ["createHash", "createHmac", "hash", "randomBytes", "randomUUID"],
};

const lateBuiltins = {
  name: "late-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, importer }) =>
      path in seldom && /[\\/]src[\\/]/.test(importer) ? { path, namespace: "late" } : undefined,
    );
    onLoad({ filter: /^/, namespace: "late" }, ({ path }) => ({
      contents: [
        `let loaded; const it = () => (loaded ??= require(${JSON.stringify(path)}));`,
        ...seldom[path].map((name) => `export const ${name} = (...given) => it().${name}(...given);`),
      ].join("\n"),
    }));
  },
};

/**
 * What the commonest calls load of our own besides their entries, and every entry that is loaded late, with whether it has
 * schemas. A chunk holds what the same entries reach, so that thirty small ones would be read one by one.
 */
const sharing = ({ outputs }) => {
  const all = Object.values(outputs);
  const below = (output, seen = new Set()) => {
    if (output === undefined || seen.has(output)) return seen;
    seen.add(output);
    for (const { path, kind } of output.imports) if (kind === "import-statement") below(outputs[path], seen);
    return seen;
  };
  const holds = (output, names) =>
    [...below(output)].some(({ inputs }) => Object.keys(inputs).some((path) => names.test(path)));
  const isPlain = (output) => !holds(output, /node_modules/);
  const hasSchemas = (output) => holds(output, /node_modules.zod/);
  const isOurs = ({ inputs }) => Object.keys(inputs).every((path) => path.startsWith("src/"));
  const modulesOf = (chunks) => chunks.flatMap(({ inputs }) => Object.keys(inputs));
  const loaded = new Set();
  for (const output of all) if (common.includes(output.entryPoint)) below(output, loaded);
  const chunks = [...loaded].filter((output) => output.entryPoint === undefined && isOurs(output));
  return {
    plain: modulesOf(chunks.filter(isPlain)),
    withSchemas: modulesOf(chunks.filter(hasSchemas)),
    entries: new Map(
      all
        .filter(({ entryPoint }) => entryPoint?.startsWith("src/"))
        .map((output) => [output.entryPoint, hasSchemas(output)]),
    ),
  };
};

const common = [
  "src/doors/cli/index.ts",
  "src/compose/index.ts",
  "src/verbs/working/summary.ts",
  "src/view/terminal.ts",
  "src/history/store.ts",
];

/** Lets every late entry reach all that is shared, which makes one chunk of it; what has schemas only those that load them anyway. */
const together = ({ plain, withSchemas, entries }) => ({
  name: "together",
  setup({ onLoad }) {
    onLoad({ filter: /[.]ts$/ }, async ({ path }) => {
      const name = relative(root, path).replaceAll("\\", "/");
      const late = entries.has(name) && name !== "src/main.ts";
      const shared = late ? [...plain, ...(entries.get(name) ? withSchemas : [])] : [];
      const imports = shared.map((module) => `import ${JSON.stringify(join(root, module))};`);
      return {
        contents: `${imports.join("")}${zodByName(await readFile(path, "utf8"))}`,
        loader: "ts",
        resolveDir: dirname(path),
      };
    });
  },
});

// Names stay, so that a stack under --debug can be read.
const compact = { minifyWhitespace: true, minifySyntax: true, legalComments: "none" };

const bundling = {
  ...options,
  absWorkingDir: root,
  entryPoints: [join(root, "src", "main.ts")],
  outdir: dist,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  ...compact,
  external: ["better-sqlite3"],
  write: false,
};

const removeOthers = async (kept) => {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path)) await rm(path);
  }
};

await main(process.argv[2]).catch(({ message }) => {
  console.error(message);
  process.exitCode = 1;
});
