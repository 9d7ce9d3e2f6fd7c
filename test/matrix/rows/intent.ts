import { rmSync } from "node:fs";
import { callOf, goodCall } from "../call.ts";
import { goodCheck, goodSolution } from "../entries.ts";
import type { Reads } from "../placed.ts";
import type { Cell, Names, Row, Subject } from "../row.ts";
import { toldOf, wantedOf } from "../wanted.ts";
import { canary } from "../world.ts";

const config = "steadystate/config.toml";
const targetsFile = "steadystate/targets.json";

const configs: Readonly<Record<string, readonly [text: string, names: Names]>> = {
  "not TOML": [`[defaults\npassword = "${canary}"\n`, [`${config}:1`]],
  "of an unknown key": [`[ci]\nfail_onn = "high"\n`, [`${config}:2`, "fail_on"]],
  "of an unknown table": ["[defualts]\n", [`${config}:1`, "defaults"]],
  "of a wrong type": [`[ci]\nfail_on = ["${canary}"]\n`, [`${config}:2`]],
  "of a bad fail_on": [`[ci]\nfail_on = "hihg"\n`, [`${config}:2`, "fail_on", "high"]],
  "of a bad duration": [`[health]\nmax_age = "soon"\n`, [`${config}:2`, "max_age"]],
  binary: ["\u0000\u0001\u0002", ["config.toml"]],
};

/** What acts upon targets alone, and is asked where there are none. */
const untargeted = [
  ["hold", {}, 0],
  ["hold", { apply: true }, 3],
  ["propose", {}, 0],
  ["propose", { record: true }, 0],
] as const;

const reads = (subject: Subject, what: Reads): boolean => subject.placement.reads.includes(what);

const isJudge = ({ placement }: Subject): boolean => placement.judges === true;

/** Rows about what the team committed. */
export const intentRows: readonly Row[] = [
  {
    input: "malformed config, bad `fail_on` in config",
    cells: (subject) =>
      Object.entries(configs).map(
        ([about, [text, names]]): Cell => ({
          about,
          world: (folder) => folder.writeRaw(config, text),
          call: goodCall(subject),
          wanted: wantedOf(subject, "config", {
            refused: ["config-invalid", "input-invalid"],
            names: isJudge(subject) ? ["config.toml"] : names,
          }),
        }),
      ),
  },
  {
    input: "`--config` missing file (STEADYSTATE_CONFIG)",
    cells: (subject) => explicit(subject, "config", "STEADYSTATE_CONFIG"),
  },
  {
    input: "STEADYSTATE_CHECKS and STEADYSTATE_SOLUTIONS to a missing file",
    cells: (subject) => [
      ...explicit(subject, "checks", "STEADYSTATE_CHECKS"),
      ...explicit(subject, "runbook", "STEADYSTATE_SOLUTIONS"),
    ],
  },
  {
    input: "an explicit checks file that is not there",
    cells: (subject) =>
      subject.placement.amends === undefined &&
      subject.facts.fields.some(({ name, type }) => name === "checks" && type === "string")
        ? [
            {
              call: callOf(subject, { ...subject.placement.good, checks: "steadystate/cheks.json" }),
              wanted: { refused: ["usage", "refused"], names: ["cheks.json"] },
            },
          ]
        : [],
  },
  {
    input: "malformed checks/runbook",
    cells: (subject) => [
      ...broken(subject, "checks", "checks.json"),
      ...broken(subject, "runbook", "solutions.json"),
    ],
  },
  {
    input: "one bad entry among good",
    cells: (subject) => [
      ...among(subject, "checks", "checks.json", [
        goodCheck,
        { ...goodCheck, name: "bad", read: { kind: "htp" } },
      ]),
      ...among(subject, "runbook", "solutions.json", [
        goodSolution,
        { ...goodSolution, name: "bad", match: "(" },
      ]),
      ...amongTargets(subject),
    ],
  },
  {
    input: "no targets file",
    cells: (subject) =>
      subject.facts.name === "targets" || subject.facts.name === "sweep"
        ? [
            {
              world: (folder) => rmSync(folder.at(targetsFile)),
              call: callOf(subject, {}),
              wanted: { exits: [subject.facts.name === "sweep" ? 3 : 0], says: [targetsFile] },
            },
          ]
        : subject.facts.name === "probe"
          ? [
              {
                world: (folder) => rmSync(folder.at(targetsFile)),
                call: goodCall(subject),
                wanted: { refused: ["not-found"], names: [targetsFile] },
              },
            ]
          : untargeted.flatMap(([name, input, exit]) =>
              subject.facts.name === name
                ? [
                    {
                      about: JSON.stringify(input),
                      world: (folder) => rmSync(folder.at(targetsFile)),
                      call: callOf(subject, input),
                      wanted: { exits: [exit], says: ["target"] },
                    },
                  ]
                : [],
            ),
  },
  {
    input: "malformed targets file",
    cells: (subject) =>
      [`{"x": "${canary}",`, "", "[]", "null", "\u0000", "[".repeat(100_000)].map(
        (text): Cell => ({
          about: JSON.stringify(text.slice(0, 12)),
          world: (folder) => folder.writeRaw(targetsFile, text),
          call: goodCall(subject),
          wanted: wantedOf(subject, "targets", { refused: ["input-invalid"], names: ["targets.json"] }),
        }),
      ),
  },
  {
    input: "`STEADYSTATE_TARGETS` to a missing file",
    cells: (subject) => explicit(subject, "targets", "STEADYSTATE_TARGETS"),
  },
  {
    input: "unknown target",
    cells: (subject) =>
      subject.facts.name === "targets" || subject.facts.name === "sweep"
        ? [
            {
              call: callOf(subject, { names: ["shp"] }),
              wanted: { refused: ["not-found"], names: ["shp", "did you mean shop?"] },
            },
          ]
        : subject.facts.name === "probe"
          ? [
              {
                call: callOf(subject, { target: "shp" }),
                wanted: { refused: ["not-found"], names: ["shp", "did you mean shop?"] },
              },
            ]
          : [],
  },
  {
    input: "a registry of silos that is none",
    cells: (subject) =>
      reads(subject, "silos")
        ? ["{", "[]", "null", "\u0000"].map((text) => ({
            about: JSON.stringify(text),
            world: (folder) => folder.writeRaw("silos.json", text),
            call: goodCall(subject),
            wanted: wantedOf(subject, "silos", { refused: ["input-invalid"], names: ["silos.json"] }),
          }))
        : [],
  },
];

const explicit = (subject: Subject, what: Reads, variable: string): readonly Cell[] => {
  const refusal = { refused: ["usage"], names: [variable, "nosuch"] } as const;
  return [
    {
      about: variable,
      env: { [variable]: "steadystate/nosuch" },
      call: goodCall(subject),
      wanted: subject.placement.opens === what ? refusal : wantedOf(subject, what, refusal),
    },
  ];
};

/** A whole file that cannot be used: told with its place; what needs nothing of it answers all the same. */
const broken = (subject: Subject, what: Reads, file: string): readonly Cell[] =>
  [
    `[{"name": "x", "password": "${canary}", }]`,
    "",
    "{}",
    '"text"',
    "null",
    "\u0000\u0001",
    "[".repeat(100_000),
  ].map(
    (text): Cell => ({
      about: `${file} ${JSON.stringify(text.slice(0, 12))}`,
      world: (folder) => folder.writeRaw(`steadystate/${file}`, text),
      call: goodCall(subject),
      wanted: toldOf(subject, what, [file]),
    }),
  );

const badTarget = { source: "k8s-live", kubeconfig_from: `creds "${canary}` };

/** A verb that is asked for one target names the fault of that one; the others are told where targets are listed. */
const amongTargets = (subject: Subject): readonly Cell[] => {
  const target = subject.placement.aims ?? subject.placement.good["target"];
  const good = { source: "terraform", path: "plan.json" };
  if (subject.facts.name === "sweep")
    return [
      {
        about: "targets.json",
        world: (folder) => folder.write({ [targetsFile]: { shop: good, bad: badTarget } }),
        call: callOf(subject, {}),
        wanted: { exits: [1, 3], says: ["targets.json", "bad"] },
      },
    ];
  if (typeof target !== "string")
    return among(subject, "targets", "targets.json", { shop: good, bad: badTarget });
  return [
    {
      about: "targets.json",
      world: (folder) => folder.write({ [targetsFile]: { shop: good, [target]: badTarget } }),
      call: goodCall(subject),
      wanted: { refused: ["input-invalid"], names: ["targets.json", target] },
    },
  ];
};

/** The bad one is named, the good one still serves. */
const among = (subject: Subject, what: Reads, file: string, content: unknown): readonly Cell[] =>
  reads(subject, what)
    ? [
        {
          about: file,
          world: (folder) => folder.write({ [`steadystate/${file}`]: content }),
          call: goodCall(subject),
          wanted:
            subject.placement.whole === what
              ? { refused: ["config-invalid"], names: [file, "bad"] }
              : subject.placement.amends === what
                ? { exits: [0], says: [] }
                : { exits: [0, 1, 3], says: [file, "bad"] },
        },
      ]
    : [];
