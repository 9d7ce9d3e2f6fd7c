// House lines 2–6 and the table "I know my room", as data: what each room may import by value, and what only as a type.
const seams = ["sources", "probes", "enrichers", "surfaces", "executors", "deliveries", "history", "advisor"];
const everything = [
  ...seams,
  "core",
  "system",
  "intent",
  "platform",
  "engine",
  "verbs",
  "view",
  "doors",
  "context",
  "errors",
  "version",
];

const forSeam = { values: ["core", "system", "platform", "errors"], types: [] };

const rooms = {
  core: { values: [], types: [] },
  system: { values: ["core", "errors"], types: [] },
  intent: { values: ["core", "system", "errors"], types: [] },
  platform: { values: ["core", "system", "errors"], types: [] },
  ...Object.fromEntries(seams.map((seam) => [seam, forSeam])),
  surfaces: { values: [...forSeam.values, "view"], types: [] },
  engine: { values: ["core", "errors"], types: [...seams, "platform", "intent", "system", "context"] },
  view: { values: ["core"], types: [] },
  verbs: {
    values: ["core", "engine", "view", "errors", "version"],
    types: ["context", "history", "intent", "system"],
  },
  doors: { values: ["verbs", "view", "errors", "version"], types: ["core", "context"] },
  compose: { values: everything, types: [] },
  context: { values: [], types: ["core", "intent", "system", "platform", "verbs", ...seams] },
  errors: { values: [], types: [] },
  version: { values: [], types: [] },
  main: { values: ["compose", "doors", "errors", "system", "view", "version"], types: [] },
};

/** Packages that only one place may know, so that a change of package stays there. */
const owners = {
  "@modelcontextprotocol/sdk": "^src/doors/mcp/",
  "@clack/prompts": "^src/doors/cli/",
  "better-sqlite3|kysely": "^src/history/",
  "execa|ky|undici": "^src/system/",
  yaml: "^src/platform/",
};

const at = (names) => `^src/(${names.join("|")})(/|[.]ts$)`;

const forRoom = ([room, { values, types }]) => {
  const from = { path: at([room]) };
  const imports = {
    name: `${room}-imports`,
    severity: "error",
    from,
    to: { path: "^src/", pathNot: at([room, ...values, ...types]) },
  };
  const onlyAsTypes = {
    name: `${room}-imports-only-types-of`,
    severity: "error",
    from,
    to: { path: at(types), dependencyTypesNot: ["type-only"] },
  };
  return types.length === 0 ? [imports] : [imports, onlyAsTypes];
};

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "contracts may name each other as types; code may not",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "core-packages",
      severity: "error",
      from: { path: "^src/core/" },
      to: { couldNotResolve: false, pathNot: ["^src/", "^(node:)?crypto$", "node_modules/(zod|re2js)/"] },
    },
    {
      name: "lazy-only-in-registries",
      comment: "house line 6; the late.ts of a room keep help and reading fast",
      severity: "error",
      from: { pathNot: "^src/(compose/|(main|verbs/index|doors/cli/late(-reference)?|history/late)[.]ts$)" },
      to: { dependencyTypes: ["dynamic-import"] },
    },
    {
      name: "declared-packages",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    ...Object.entries(rooms).flatMap(forRoom),
    ...Object.entries(owners).map(([packages, owner]) => ({
      name: `owner-of-${packages.replace(/[^a-z0-9]+/g, "-").replace(/^-/, "")}`,
      severity: "error",
      from: { path: "^src/", pathNot: owner },
      to: { path: `node_modules/(${packages})/` },
    })),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
