import { mkdirSync, readFileSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import type { Repo } from "../../support/repo.ts";
import { atTerminal, goodCall } from "../call.ts";
import type { Cell, Row, Subject } from "../row.ts";
import { wantedOf } from "../wanted.ts";

const store = ".steadystate/state.db";

const ruins: Readonly<Record<string, (folder: Repo) => void>> = {
  "not a database": (folder) => folder.writeRaw(store, `password=${"x".repeat(4000)}`),
  "cut short": (folder) => folder.writeRaw(store, readFileSync(folder.at(store)).subarray(0, 50)),
  "overwritten in the middle": (folder) => {
    const bytes = readFileSync(folder.at(store));
    folder.writeRaw(store, bytes.fill(0xff, 200, bytes.length - 200));
  },
  "of another program": (folder) => {
    rmSync(folder.at(store));
    const other = new Database(folder.at(store));
    other.exec("create table music (title text)");
    other.close();
  },
  "of a later version": (folder) => {
    const own = new Database(folder.at(store));
    own.exec("pragma user_version = 9999");
    own.close();
  },
};

const mishaps = (subject: Subject): readonly Cell[] =>
  Object.entries(ruins).map(([about, world]) => ({
    about,
    world,
    call: goodCall(subject),
    wanted: wantedOf(subject, "memory", { refused: ["store-unusable"], names: ["state.db"] }),
  }));

/** Rows about the memory and the place. */
export const memoryRows: readonly Row[] = [
  { input: "corrupt db / not a db", cells: mishaps },
  {
    input: "`--state` is a directory or empty string",
    cells: (subject) => [
      ...["edge", "", " "].map(
        (state): Cell => ({
          about: `"${state}"`,
          call: atTerminal([...(goodCall(subject).words ?? []), `--state=${state}`]),
          wanted: { refused: ["usage"], names: ["store"] },
        }),
      ),
      {
        about: "in the environment",
        env: { STEADYSTATE_STATE: "edge" },
        call: goodCall(subject),
        wanted: wantedOf(subject, "memory", { refused: ["usage"], names: ["memory is a folder", "edge"] }),
      },
      {
        about: "a folder in its place",
        world: (folder) => {
          rmSync(folder.at(store));
          mkdirSync(folder.at(store));
        },
        call: goodCall(subject),
        wanted: wantedOf(subject, "memory", { refused: ["usage", "store-unusable"], names: ["state.db"] }),
      },
    ],
  },
  {
    input: "unknown silo, `-C` to nowhere",
    cells: (subject) => {
      const { words = [] } = goodCall(subject);
      return [
        {
          about: "--silo",
          call: atTerminal([...words, "--silo", "egde"]),
          wanted: { refused: ["not-found"], names: ["egde", "did you mean edge"] },
        },
        {
          about: "-C",
          call: atTerminal(["-C", "/no/such/folder", ...words]),
          wanted: { refused: ["usage"], names: ["/no/such/folder"] },
        },
        {
          about: "-C to a file",
          call: atTerminal(["-C", "/etc/hostname", ...words]),
          wanted: { refused: ["usage"], names: ["/etc/hostname"] },
        },
      ];
    },
  },
];
