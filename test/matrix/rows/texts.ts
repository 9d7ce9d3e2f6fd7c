import { callOf } from "../call.ts";
import type { Cell, Row, Subject } from "../row.ts";
import { driftOf, planOf, twins } from "../world.ts";

const hostile: Readonly<Record<string, string>> = {
  "control characters": "a\u001b[2J\u001b]0;x\u0007\u0000\u0085\u202eb\rc",
  "a forged line": "x\nerror: all is well\nnext: rm -rf /",
  "a workflow command": "\n::error::forged",
  markup: "<script>alert(1)</script> @channel [x](javascript:1) `y` **z**",
  wildcards: "%_%",
  "a path out": "../../../../etc/passwd",
  "a negative number": "-1",
  "very long": "x".repeat(200_000),
  "half a surrogate": "a\ud800b",
};

const textFields = ({ facts }: Subject) =>
  facts.fields.filter(({ type, values }) => type === "string" && values === undefined);

/** Rows about the texts of arguments. */
export const textRows: readonly Row[] = [
  {
    input: "hostile text in an argument",
    cells: (subject) =>
      textFields(subject).flatMap((field) =>
        Object.entries(hostile).map(
          ([about, text]): Cell => ({
            about: `${field.name}: ${about}`,
            call: callOf(subject, { ...subject.placement.good, [field.name]: field.list ? [text] : text }),
            wanted: { noBug: true },
          }),
        ),
      ),
  },
  {
    input: "empty-string fp, and every other argument that says nothing",
    cells: (subject) =>
      textFields(subject).map((field) => ({
        about: field.name,
        call: callOf(subject, { ...subject.placement.good, [field.name]: field.list ? [""] : "" }),
        wanted: { refused: ["usage"], names: [field.name] },
      })),
  },
  {
    input: "unknown fp",
    cells: (subject) =>
      ofReferences(subject, (name) => ({
        call: callOf(subject, { ...subject.placement.good, [name]: "00000000" }),
        wanted: { refused: ["not-found"], names: ["00000000"] },
      })),
  },
  {
    input: "ambiguous prefix",
    cells: (subject) =>
      ofFindings(subject, (name) => ({
        world: (folder) => folder.write({ "plan.json": planOf(twins.names.map(driftOf)) }),
        remembered: true,
        call: callOf(subject, { ...subject.placement.good, [name]: twins.digits }),
        wanted: { refused: ["ambiguous"], names: [twins.digits] },
      })),
  },
  {
    input: "`%` or `_` in fp",
    cells: (subject) =>
      ofFindings(subject, (name) => ({
        call: callOf(subject, { ...subject.placement.good, [name]: "%%__%%" }),
        wanted: { refused: ["usage", "not-found"], names: [name] },
      })),
  },
  {
    input: "`--limit abc`, `--limit -1`, and every other number",
    cells: (subject) =>
      subject.facts.fields
        .filter(({ type }) => type === "number")
        .flatMap((field) =>
          ["abc", "-1", "1.5", "1e999", "0x10", " ", "NaN"].map((text) => ({
            about: `${field.name} ${text}`,
            call: callOf(subject, { ...subject.placement.good, [field.name]: text }),
            wanted: { refused: ["usage"], names: [field.name] },
          })),
        ),
  },
  {
    input: "bad duration, negative/zero days",
    cells: (subject) =>
      subject.facts.fields
        .filter(({ type, description }) => type === "string" && /duration|such as 15m|days/.test(description))
        .flatMap((field) =>
          ["soon", "-3d", "0d", "10", "3 fortnights", "1e9d", "∞"].map((text) => ({
            about: `${field.name} ${text}`,
            call: callOf(subject, { ...subject.placement.good, [field.name]: text }),
            wanted: { refused: ["usage"], names: [field.name] },
          })),
        ),
  },
  {
    input: "unknown workload",
    cells: (subject) =>
      subject.facts.fields.some(({ name }) => name === "workload")
        ? [
            {
              call: callOf(subject, { ...subject.placement.good, workload: "nosuch" }),
              wanted: { exits: [3], says: ["nosuch"] },
            },
          ]
        : [],
  },
];

/** Of findings and of offers. */
const ofReferences = (subject: Subject, cell: (field: string) => Cell): readonly Cell[] =>
  subject.facts.fields
    .filter(({ name }) => ["finding", "offer"].includes(name))
    .map(({ name }) => cell(name));

const ofFindings = (subject: Subject, cell: (field: string) => Cell): readonly Cell[] =>
  subject.facts.fields.filter(({ name }) => name === "finding").map(({ name }) => cell(name));
