import { basename, join } from "node:path";
import { z } from "zod";
import type { Files } from "../../system/files.ts";
import type { Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import { defineVerb } from "../verb.ts";
import { folderOf } from "./folder.ts";

const Input = z.strictObject({
  parent: z.string().min(1).default(".").describe("folder whose sub-folders are looked at"),
});

const states = ["added", "known", "clash", "bad-name"] as const;
const Row = z.strictObject({
  name: z.string(),
  folder: z.string(),
  state: z.enum(states),
  before: z.string().optional().describe("the folder that the name stands for already"),
});
const Output = z.strictObject({ parent: z.string(), silos: z.array(Row) });

export const siloDiscover = defineVerb({
  name: "silo discover",
  room: "setup",
  summary: "Register every deployment among the sub-folders",
  tier: "author",
  effect: "state",
  doors: "local",
  input: Input,
  positionals: ["parent"],
  examples: ["silo discover", "silo discover ~/walls"],
  details: [
    "A sub-folder is a deployment when it holds steadystate/ or .steadystate/;",
    "below a folder called silos, config.toml or targets.json alone will do. A",
    "name that is taken is reported and left as it is. Status 1 when there is",
    "none.",
  ],
  output: Output,
  async run({ parent }, ctx) {
    const top = await folderOf(parent, ctx);
    const found = await deploymentsIn(top, ctx.hands.files);
    const registered = found.length === 0 ? [] : await ctx.silos.add(found, { force: false });
    const silos = registered.map(({ name, folder, state, before }) => ({
      name,
      folder,
      // Without force nothing moves.
      state: state === "moved" ? ("added" as const) : state,
      ...(before === undefined ? {} : { before }),
    }));
    return { parent: top, silos };
  },
  view: ({ parent, silos }): Doc =>
    silos.length === 0
      ? [
          { kind: "line", tone: "warn", text: `no deployment among the sub-folders of ${parent}` },
          {
            kind: "next",
            commands: [{ command: "steadystate silo add <name> <folder>", why: "register one by hand" }],
          },
        ]
      : [
          { kind: "heading", text: plural(silos.length, "deployment") },
          {
            kind: "table",
            columns: [{ title: "Name" }, { title: "Folder", grow: true }, { title: "" }],
            rows: silos.map(({ name, folder, state, before = "" }) => [
              name,
              folder,
              {
                added: "added",
                known: "known already",
                clash: `left: stands for ${before}`,
                "bad-name": "left: no usable name",
              }[state],
            ]),
          },
          { kind: "next", commands: [{ command: "steadystate silo list", why: "all that are registered" }] },
        ],
  outcome: ({ silos }) => (silos.length === 0 ? "tripped" : "done"),
});

/** Immediate sub-folders, and those of a `silos/` folder among them. */
const deploymentsIn = async (parent: string, files: Files) => {
  const found: { readonly name: string; readonly folder: string }[] = [];
  for (const top of [parent, join(parent, "silos")]) {
    const bare = basename(top) === "silos";
    for (const name of await files.folders(top)) {
      const folder = join(top, name);
      if (!name.startsWith(".") && (await isDeployment(folder, bare, files)))
        found.push({ name, folder: await files.real(folder) });
    }
  }
  return found;
};

const isDeployment = async (folder: string, bare: boolean, files: Files): Promise<boolean> => {
  for (const marker of ["steadystate", ".steadystate"])
    if ((await files.kindOf(join(folder, marker))) === "folder") return true;
  if (!bare) return false;
  for (const marker of ["config.toml", "targets.json"])
    if ((await files.kindOf(join(folder, marker))) === "file") return true;
  return false;
};
