import { mkdirSync } from "node:fs";
import { sources } from "../../../src/sources/index.ts";
import type { InputKind, Source } from "../../../src/sources/source.ts";
import type { Repo } from "../../support/repo.ts";
import { callOf } from "../call.ts";
import type { Cell, Names, Row, Subject, Wanted } from "../row.ts";
import { canary, driftOf, goodPlan, planOf } from "../world.ts";

const given = "given.json";
const refused = (...names: Names): Wanted => ({ refused: ["input-invalid"], names: [given, ...names] });

/** Every source of the registry, for every verb that takes a source and a path. */
const forEachSource = (
  { facts, placement }: Subject,
  cells: (source: Source) => readonly Omit<Cell, "call">[],
): readonly Cell[] => {
  const names = facts.fields.map(({ name }) => name);
  if (!names.includes("source") || !names.includes("path")) return [];
  return Object.values<Source>(sources).flatMap((source) =>
    cells(source).map((cell) => ({
      ...cell,
      about: `${source.name}: ${cell.about ?? ""}`,
      call: callOf({ facts, placement }, { ...placement.good, source: source.name, path: given }),
    })),
  );
};

const reads = (accepts: readonly InputKind[], kind: InputKind): boolean => accepts.includes(kind);
const isPathless = (accepts: readonly InputKind[]): boolean => !accepts.some((kind) => kind !== "nothing");
/** What is to become of an empty folder. */
const ofFolder = ({ accepts, cluster }: Source): Wanted => {
  if (isPathless(accepts) || cluster.includes("folder")) return notRead;
  return reads(accepts, "folder")
    ? { refused: ["nothing-to-look-at"], names: [given] }
    : { refused: ["usage"], names: [given, "file"] };
};
/** A path is not even looked at, and there is no cluster here. */
const notRead: Wanted = { refused: ["source-failed"], names: [/no cluster/] };

/** A cluster without any release is a fine one; the checks of that world are asked beside it. */
const noRelease: Wanted = { exits: [0, 3], says: ["0 releases"] };

type Text = string | Uint8Array;

/** The documents are plans and what may be taken for one; a source of something else refuses every one of them by name. */
const withDocument = (subject: Subject, documents: Readonly<Record<string, readonly [Text, Wanted]>>) =>
  forEachSource(subject, ({ name, accepts }) =>
    Object.entries(reads(accepts, "file") ? documents : {}).map(([about, [text, wanted]]) => ({
      about,
      world: (folder: Repo) => folder.writeRaw(given, text),
      wanted:
        name === "helm" && text === "[]" ? noRelease : name.startsWith("terraform") ? wanted : refused(),
    })),
  );

const json = (value: unknown): string => JSON.stringify(value);
const whole = JSON.stringify(goodPlan());
const row = driftOf("web");

/** A cut behind each kind of character that JSON is built of: the document ends where a reader expects more. */
const cuts = Object.fromEntries(
  ["{", "}", "[", "]", ":", ",", '"', "\\", "1", "t"].flatMap((character) => {
    const at = JSON.stringify(planOf([{ ...row, note: "a\\b" }])).indexOf(character);
    const text = JSON.stringify(planOf([{ ...row, note: "a\\b" }])).slice(0, at + 1);
    return at < 0 ? [] : [[`cut behind ${character}`, [text, refused("line 1")]] as const];
  }),
);

const strangers: Readonly<Record<string, readonly [unknown, string]>> = {
  "a Terraform state": [
    { format_version: "1.0", terraform_version: "1.11.4", values: { outputs: { a: { value: canary } } } },
    "state",
  ],
  "a state file": [{ version: 4, serial: 1, lineage: "x", terraform_version: "1.11.4" }, "state"],
  "provider schemas": [{ format_version: "1.0", provider_schemas: {} }, "schemas"],
  "validate results": [{ format_version: "1.0", valid: true, diagnostics: [] }, "validate"],
  "an Argo CD application": [{ apiVersion: "argoproj.io/v1alpha1", kind: "Application" }, "Argo CD"],
  "a Kubernetes list": [
    { apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "Pod" }] },
    "Kubernetes",
  ],
  "Ansible results": [{ plays: [], stats: {} }, "Ansible"],
  "a compose configuration": [
    { services: { web: { environment: { PASSWORD: canary } } }, networks: {} },
    "compose",
  ],
  "a compose list": [[{ Service: "web", State: "running" }], "compose"],
  "a Helm release list": [[{ name: "web", revision: "1", chart: "web-1" }], "Helm"],
  "a kubeconfig": [{ clusters: [], contexts: [], users: [{ user: { token: canary } }] }, "kubeconfig"],
  "a SARIF log": [{ $schema: "x", runs: [] }, "SARIF"],
  "nobody's document": [{ password: canary, colour: "red" }, "colour"],
};

const rowFaults: Readonly<Record<string, readonly [unknown, string]>> = {
  "a number": [[row, 17], "resource_changes[1]"],
  null: [[row, row, null], "resource_changes[2]"],
  "a text": [[canary], "resource_changes[0]"],
  "without a change": [[{ address: "a.b", password: canary }], "resource_changes[0]"],
  "with actions that are no list": [[{ ...row, change: { actions: canary } }], "resource_changes[0]"],
  "with a side that is a list": [
    [{ ...row, change: { ...row.change, before: [canary] } }],
    "resource_changes[0]",
  ],
};

const nested = (open: string, close: string, times: number): string =>
  `${open.repeat(times)}1${close.repeat(times)}`;

/** Rows about the document that is handed over. */
export const documentRows: readonly Row[] = [
  {
    input: "path missing, every source",
    cells: (subject) =>
      forEachSource(subject, ({ accepts }) => [
        {
          leavesDark: isPathless(accepts),
          wanted: isPathless(accepts) ? notRead : { refused: ["usage"], names: [given, /no such/] },
        },
      ]),
  },
  {
    input:
      "directory given to a file-only source, file given to a pathless source, a folder with nothing in it",
    cells: (subject) =>
      forEachSource(subject, (source) => [
        {
          about: "a folder",
          world: (folder) => mkdirSync(folder.at(given)),
          leavesDark: true,
          wanted: ofFolder(source),
        },
        ...(reads(source.accepts, "file")
          ? []
          : [
              {
                about: "a file",
                world: (folder: Repo) => folder.write({ [given]: goodPlan() }),
                leavesDark: isPathless(source.accepts),
                wanted: isPathless(source.accepts)
                  ? notRead
                  : ({ refused: ["usage"], names: [given, "file"] } as const),
              },
            ]),
      ]),
  },
  {
    input: "empty file / invalid JSON / binary",
    cells: (subject) =>
      withDocument(subject, {
        empty: ["", refused("empty", "line 1")],
        blank: [" \n\n", refused("empty")],
        "not JSON": [`{"password": "${canary}", oops}`, refused("line 1", "column")],
        "in the third line": [`{\n"a": 1,\n"b": tru\n}`, refused("line 3", "column 6")],
        binary: [new Uint8Array([0, 1, 2, 3, 255, 254, 7, 8]), refused("binary")],
        "half UTF-8": [Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), refused("binary")],
        "a saved plan": [Buffer.from("PK\u0003\u0004xxxx"), refused("binary plan file")],
        "as printed for people": ["Terraform will perform the following actions:\n", refused("for people")],
        "progress events": [
          '{"@level":"info","@message":"x"}\n{"@level":"info","@message":"y"}\n',
          refused("event stream"),
        ],
        NaN: [`${whole.slice(0, -1)},"x":NaN}`, refused("line 1")],
        "a number beyond all bounds": [`${whole.slice(0, -1)},"x":1e999}`, { exits: [0, 1, 3], says: [] }],
        ...cuts,
      }),
  },
  {
    input: "UTF-16, byte order marks, duplicate keys: read as what they say",
    cells: (subject) =>
      withDocument(subject, {
        "UTF-16": [Buffer.from(`\ufeff${whole}`, "utf16le"), { exits: [0, 1, 3], says: [] }],
        "UTF-8 with a mark": [`\ufeff${whole}`, { exits: [0, 1, 3], says: [] }],
        "UTF-16 and nothing": [Buffer.from("\ufeff", "utf16le"), refused("empty")],
        "a key twice": [
          `${whole.slice(0, -1)},"errored":true}`,
          { exits: [1, 3], says: ["ended with errors"] },
        ],
      }),
  },
  {
    input: "JSON array or string",
    cells: (subject) =>
      withDocument(subject, {
        list: ["[1, 2, 3]", refused("list of 3")],
        "empty list": ["[]", refused("empty list")],
        string: [json(canary), refused("a text")],
        number: ["42", refused("a number")],
        null: ["null", refused("null")],
        boolean: ["true", refused("true or false")],
      }),
  },
  {
    input: "`{}` or another tool's document",
    cells: (subject) =>
      withDocument(subject, {
        "{}": ["{}", refused("empty object")],
        ...Object.fromEntries(
          Object.entries(strangers).map(([about, [value, name]]) => [about, [json(value), refused(name)]]),
        ),
      }),
  },
  {
    input: "plan rows of wrong type",
    cells: (subject) =>
      withDocument(subject, {
        ...Object.fromEntries(
          Object.entries(rowFaults).map(([about, [rows, place]]) => [
            about,
            [json({ ...goodPlan(), resource_changes: rows }), refused(place)],
          ]),
        ),
        "rows that are no list": [
          json({ ...goodPlan(), resource_changes: canary }),
          refused("resource_changes"),
        ],
        "a drift of a wrong type": [
          json({ ...goodPlan(), resource_drift: [7] }),
          refused("resource_drift[0]"),
        ],
        "a check of a wrong type": [json({ ...goodPlan(), checks: [7] }), refused("checks[0]")],
        "a later format": [json({ ...goodPlan(), format_version: "9.0" }), refused("9.0")],
      }),
  },
  {
    input: "100 000-deep nesting",
    cells: (subject) =>
      withDocument(subject, {
        objects: [nested('{"a":', "}", 100_000), refused("nested")],
        lists: [nested("[", "]", 100_000), refused("nested")],
        "inside a row": [
          whole.replace('"actions"', `"x":${nested("[", "]", 5000)},"actions"`),
          refused("nested"),
        ],
      }),
  },
  {
    input: "a plan that is not whole",
    cells: (subject) =>
      withDocument(subject, {
        errored: [json(planOf([], { errored: true })), { exits: [3], says: ["ended with errors"] }],
        incomplete: [json(planOf([], { complete: false })), { exits: [3], says: ["more changes remain"] }],
      }),
  },
  {
    input: "kubectl unreachable",
    cells: (subject) =>
      subject.facts.name === "verify"
        ? [
            {
              call: callOf(subject, { declared: "overlay", target: "dark" }),
              leavesDark: true,
              wanted: { refused: ["source-failed"], names: ["dark", "was refused"] },
            },
          ]
        : subject.facts.name === "probe"
          ? [
              {
                call: callOf(subject, { target: "dark" }),
                leavesDark: true,
                wanted: {
                  exits: [1],
                  says: ["DOWN", "check login", "the cluster dark", "was refused"],
                },
              },
            ]
          : subject.facts.name === "baseline"
            ? [
                {
                  call: callOf(subject, { target: "dark" }),
                  wanted: { refused: ["source-failed"], names: ["dark", "was refused"] },
                },
              ]
            : [],
  },
  {
    input: "a folder that declares nothing",
    cells: (subject) =>
      subject.facts.name === "verify"
        ? [
            {
              call: callOf(subject, { declared: "steadystate" }),
              wanted: { refused: ["usage"], names: ["Chart.yaml", "kustomization.yaml"] },
            },
          ]
        : [],
  },
  {
    input: "tool absent",
    cells: (subject) =>
      forEachSource(subject, ({ accepts, cluster, needs }) =>
        reads(accepts, "folder") || (cluster.length > 0 && isPathless(accepts))
          ? [
              {
                world: (folder) => folder.write({ [`${given}/main.tf`]: "" }),
                env: { PATH: "/nowhere" },
                leavesDark: true,
                wanted: { refused: ["tool-missing"], names: [needs.binaries[0] ?? "", /install/i] },
              },
            ]
          : [],
      ),
  },
];
