// node esbuild.config.mjs             generate, then bundle src/main.ts into dist/
// node esbuild.config.mjs --generate  only write what is derived from the verbs
// node esbuild.config.mjs --check     write nothing; status 1 when a derived file is stale
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, transform } from "esbuild";
import * as z from "zod";
import { commandsPage, configPage } from "./docs/generate.mjs";
import { upgradingPage } from "./docs/upgrading.mjs";
import { saidLater } from "./esbuild.late-schemas.mjs";

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
  const standIns = [manifestInParts, addonInPlace, late];
  const { metafile } = await build({ ...bundling, plugins: [...standIns, ours(() => [])], metafile: true });
  const { outputFiles } = await build({ ...bundling, plugins: [...standIns, together(sharedBy(metafile))] });
  const entry = await build({ ...entering, plugins: [cliApart] });
  const main = join(dist, "main.js");
  const files = new Map([
    [join(dist, "package.json"), '{"type":"commonjs"}\n'],
    [join(dist, "chunks", "zod.js"), await zodAlone()],
    ...(await Promise.all(Object.keys(lateFacts).map(lateFile))),
  ]);
  for (const { path, text } of [...entry.outputFiles, ...outputFiles]) {
    const code = await asCommonJs(text);
    files.set(path, path === main ? `#!/usr/bin/env node\n${code}` : code);
  }
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await chmod(main, 0o755);
  await removeOthers(files);
};

/**
 * Node loads a CommonJS file in a third of the time that it needs for an ES module, and has that loader ready anyway; only ES
 * modules can be split. `import()` becomes a promise of `require`.
 */
const asCommonJs = async (text) => {
  const { code } = await transform(text.replaceAll("requireLate(", "require("), {
    ...compact,
    platform: "node",
    format: "cjs",
    target: options.target,
    supported: { "dynamic-import": false },
  });
  return code;
};

/** As much of zod as our modules name. */
const zodAlone = async () => {
  const sources = await readdir(join(root, "src"), { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    sources
      .filter(({ name }) => name.endsWith(".ts"))
      .map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")),
  );
  const named = texts.flatMap((text) => [...text.matchAll(/\bz\s*[.]\s*(\w+)/g)].map(([, name]) => name));
  // Of what stands in `core` our modules name types alone.
  const names = [...new Set(named)].filter((name) => name in z && name !== "core").sort();
  const { outputFiles } = await build({
    ...options,
    ...compact,
    format: "cjs",
    stdin: { contents: `export { ${names.join(", ")} } from "zod";`, resolveDir: root },
    plugins: [englishOnly],
    write: false,
  });
  return outputFiles[0].text;
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

const writtenManifest = async () =>
  JSON.parse(await readFile(join(root, "src", "verbs", "manifest.json"), "utf8"));

/**
 * What few calls ask of a verb, by the file that it is read from when it is asked for: schemas are four fifths of the manifest and
 * for agents alone, the words of its help for whoever asks for help or mistyped.
 */
const lateFacts = { schemas: ["input", "output"], words: ["details", "examples"] };

const lateFile = async (file) => {
  const parts = (await writtenManifest()).map((facts) => [
    facts.name,
    Object.fromEntries(lateFacts[file].map((part) => [part, facts[part]])),
  ]);
  return [join(dist, "chunks", `${file}.json`), JSON.stringify(Object.fromEntries(parts))];
};

/** The manifest without these. Text that is parsed as data is ready sooner than the same as code. */
const manifestInParts = {
  name: "manifest-in-parts",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]manifest[.]json$/ }, async () => {
      const apart = Object.values(lateFacts).flat();
      const facts = (await writtenManifest()).map((all) =>
        Object.fromEntries(Object.entries(all).filter(([name]) => !apart.includes(name))),
      );
      const getters = Object.entries(lateFacts).flatMap(([file, parts]) =>
        parts.map(
          (part) =>
            `Object.defineProperty(one, "${part}", { enumerable: true, get: () => requireLate("./${file}.json")[one.name].${part} });`,
        ),
      );
      return {
        contents: [
          `const facts = JSON.parse(${JSON.stringify(JSON.stringify(facts))});`,
          `for (const one of facts) { ${getters.join(" ")} }`,
          "export default facts;",
        ].join("\n"),
      };
    });
  },
};

/** Modules of Node that take long to load and that few calls ask for, and what is used of each: loaded at the first use. */
const seldom = {
  "node:child_process": ["spawn"],
  "node:crypto": ["createHash", "createHmac", "hash", "randomBytes", "randomUUID"],
  "node:timers/promises": ["setTimeout"],
};

/** What an import of ours gets instead of a package or a module of Node that is loaded at its first use. */
const standIns = {
  ...Object.fromEntries(
    Object.entries(seldom).map(([path, names]) => [
      path,
      [
        `let loaded; const it = () => (loaded ??= requireLate(${JSON.stringify(path)}));`,
        ...names.map((name) => `export const ${name} = (...given) => it().${name}(...given);`),
      ].join("\n"),
    ]),
  ),
  zod: 'import { lateSchemas } from "./esbuild.late-schemas.mjs"; export const z = lateSchemas(() => requireLate("./zod.js"));',
};

/** The addon stands where its package builds it: looking for it costs more than loading it. */
const addonInPlace = {
  name: "addon-in-place",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^bindings$/ }, ({ path }) => ({ path, namespace: "addon" }));
    onLoad({ filter: /^/, namespace: "addon" }, () => ({
      contents: 'module.exports = (name) => requireLate("better-sqlite3/build/Release/" + name);',
    }));
  },
};

const late = {
  name: "late",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(zod$|node:)/ }, ({ path, importer }) =>
      path in standIns && importer.startsWith(join(root, "src")) ? { path, namespace: "late" } : undefined,
    );
    onLoad({ filter: /^/, namespace: "late" }, ({ path }) => ({
      contents: standIns[path],
      resolveDir: root,
    }));
  },
};

/**
 * The modules of our own that the commonest calls load besides their entries. A chunk holds what the same entries reach, so that
 * thirty small ones would be read one by one.
 */
const sharedBy = ({ outputs }) => {
  const loaded = new Set();
  const load = (output) => {
    if (output === undefined || loaded.has(output)) return;
    loaded.add(output);
    for (const { path, kind } of output.imports) if (kind === "import-statement") load(outputs[path]);
  };
  const entries = Object.values(outputs).filter(({ entryPoint }) => entryPoint?.startsWith("src/"));
  for (const output of entries) if (common.includes(output.entryPoint)) load(output);
  const isOurs = ({ inputs }) => Object.keys(inputs).every((path) => !path.startsWith("node_modules/"));
  return {
    modules: [...loaded]
      .filter((output) => output.entryPoint === undefined && isOurs(output))
      .flatMap(({ inputs }) => Object.keys(inputs))
      .filter((path) => path.startsWith("src/")),
    entries: new Set(entries.map(({ entryPoint }) => entryPoint)),
  };
};

const common = ["src/compose/cli.ts", "src/verbs/working/summary.ts", "src/history/store.ts"];

/** Lets every entry reach all that is shared, which makes one chunk of it. */
const together = ({ modules, entries }) =>
  ours((name) => (entries.has(name) ? modules.map((module) => join(root, module)) : []));

const ours = (importsOf) => ({
  name: "ours",
  setup({ onLoad }) {
    onLoad({ filter: /[.]ts$/ }, async ({ path }) => {
      const imports = importsOf(relative(root, path).replaceAll("\\", "/"));
      const text = saidLater(await readFile(path, "utf8"));
      return {
        contents: imports.map((module) => `import ${JSON.stringify(module)};`).join("") + text,
        loader: "ts",
        resolveDir: dirname(path),
      };
    });
  },
});

/** The entry alone in a file, which says the version; for anything else it loads the command line. */
const cliApart = {
  name: "cli-apart",
  setup({ onResolve }) {
    onResolve({ filter: /[\\/]compose[\\/]cli[.]ts$/ }, () => ({ path: "./chunks/cli.js", external: true }));
  },
};

// Names stay, so that a stack under --debug can be read.
const compact = { minifyWhitespace: true, minifySyntax: true, legalComments: "none" };

const bundling = {
  ...options,
  ...compact,
  absWorkingDir: root,
  entryPoints: [join(root, "src", "compose", "cli.ts")],
  outdir: join(dist, "chunks"),
  splitting: true,
  chunkNames: "[name]-[hash]",
  write: false,
};

const entering = {
  ...options,
  ...compact,
  entryPoints: [join(root, "src", "main.ts")],
  outdir: dist,
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
