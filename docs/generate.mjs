// Documents that are made from the code; called by the build, which also says when one is stale.

/** docs/commands.md: every verb, from the same facts as --help, the chat grammar and the MCP tools. */
export const commandsPage = ({ facts, rooms }) =>
  page([
    "# Commands",
    "",
    "Generated from the verbs; `npm run generate` rewrites it. Every verb takes `--json`, `-C <dir>`, `--silo <name>`,",
    "`--state <file>`, `--config <file>`, `--format <format>`, `--output <file>`, `--quiet`, `--color`, `--no-color`, `--debug` and",
    "`--actor <label>`, at any position. `steadystate help <command>` prints the same with the exit statuses;",
    "`steadystate help chat` and `steadystate help mcp` tell of the two conversations.",
    ...Object.entries(rooms).flatMap(([room, title]) => {
      const verbs = facts.filter((verb) => verb.room === room);
      return verbs.length === 0 ? [] : ["", `## ${title}`, ...verbs.flatMap(verbSection)];
    }),
  ]);

const verbSection = (verb) => [
  "",
  `### \`${verb.name}\``,
  "",
  `${verb.summary}. Tier \`${verb.tier}\`, effect \`${verb.effect}\`${verb.aliases.length === 0 ? "" : `, also called ${verb.aliases.map(code).join(", ")}`}.`,
  ...(verb.details.length === 0 ? [] : ["", "```", ...verb.details, "```"]),
  ...(verb.fields.length === 0
    ? []
    : ["", "| input | meaning | default | from |", "|---|---|---|---|", ...verb.fields.map(fieldRow)]),
  "",
  "```bash",
  ...verb.examples.map((example) => `steadystate ${example}`.trim()),
  "```",
];

const fieldRow = (field) => {
  const name = field.positional
    ? `<${field.name}>`
    : `${field.short === undefined ? "" : `-${field.short}, `}${field.flag}`;
  const values = field.values === undefined ? "" : ` (${field.values.join(", ")})`;
  const from = [
    ...(field.env === undefined ? [] : [field.env]),
    ...field.config.map((key) => `config ${key}`),
  ];
  return row([
    code(name),
    `${field.description}${values}`,
    shownDefault(field.default),
    from.map(code).join(", "),
  ]);
};

/** CONFIG.md: what stands before the first marker is written by hand, the tables come from the schema and the variables. */
export const configPage = (written, { settings, implemented, variables }) => {
  const [intro] = written.split("\n<!-- generated -->");
  return page([
    intro.trimEnd(),
    "",
    "<!-- generated -->",
    "",
    "## config.toml",
    "",
    "Tables and keys marked *later* are validated today and do nothing until a later version.",
    ...Object.entries(settings.properties).flatMap(([name, table]) =>
      tableSection(name, table, implemented.includes(name)),
    ),
    "",
    "## Environment",
    "",
    "Variables marked *later* are known and not used yet. The value of a *secret* one is never shown.",
    "",
    "| variable | meaning | default | |",
    "|---|---|---|---|",
    ...Object.entries(variables).map(([name, { doc, secret, since, default: otherwise }]) =>
      row([
        code(name),
        doc,
        shownDefault(otherwise),
        [since === "later" ? "later" : "", secret ? "secret" : ""].filter(Boolean).join(", "),
      ]),
    ),
  ]);
};

const tableSection = (name, schema, implemented) => {
  const keys = Object.entries(schema.properties ?? schema.items?.properties ?? {});
  return [
    "",
    `### \`${schema.type === "array" ? `[[${name}]]` : `[${name}]`}\`${implemented ? "" : " (later)"}`,
    ...(schema.description === undefined ? [] : ["", sentence(schema.description)]),
    "",
    "| key | meaning | accepts | default |",
    "|---|---|---|---|",
    ...keys.map(([key, value]) =>
      row([code(key), value.description ?? "", accepts(value), shownDefault(value.default)]),
    ),
  ];
};

const sentence = (clause) => `${clause[0].toUpperCase()}${clause.slice(1)}.`;

const accepts = (schema) => {
  if (schema.enum !== undefined) return schema.enum.map(code).join(" ");
  if (schema.anyOf !== undefined) return schema.anyOf.map(accepts).join(" or ");
  if (schema.type === "array") return `list of ${accepts(schema.items ?? {})}`;
  if (schema.type === "object") return "table";
  return schema.type ?? "text";
};

const shownDefault = (value) =>
  value === undefined || (Array.isArray(value) && value.length === 0)
    ? ""
    : code(typeof value === "string" ? value : JSON.stringify(value));
const code = (text) => `\`${text}\``;
const row = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
const page = (lines) => `${lines.join("\n")}\n`;
