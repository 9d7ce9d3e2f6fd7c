import { existsSync, readdirSync } from "node:fs";
import Database from "better-sqlite3";
import type { Repo } from "../support/repo.ts";

export const storeOf = (folder: Repo): string => folder.at(".steadystate/state.db");

/** A plan with this many changed resources; `tag` makes two plans differ in every one. */
export const planOf = (count: number, tag: string): Readonly<Record<string, unknown>> => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  complete: true,
  errored: false,
  timestamp: new Date().toISOString(),
  resource_changes: Array.from({ length: count }, (_, index) => ({
    address: `aws_iam_role.r${index}`,
    mode: "managed",
    type: "aws_iam_role",
    name: `r${index}`,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: {
      actions: ["update"],
      before: { description: "old" },
      after: { description: tag },
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    },
  })),
});

/** Asks a store that nobody writes; `undefined` where there is none. */
export const askStore = <T>(file: string, question: string): readonly T[] | undefined => {
  if (!existsSync(file)) return undefined;
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare<[], T>(question).all();
  } finally {
    database.close();
  }
};

/** What SQLite itself says of its file: every page and index, and every reference between tables. */
export const isSound = (file: string): boolean =>
  JSON.stringify(askStore(file, "pragma integrity_check")) === '[{"integrity_check":"ok"}]' &&
  askStore(file, "pragma foreign_key_check")?.length === 0;

/** Names in the memory's folder, and in the committed one. */
export const filesOf = (folder: Repo): readonly string[] =>
  [".steadystate", "steadystate"]
    .flatMap((name) => (existsSync(folder.at(name)) ? readdirSync(folder.at(name)) : []))
    .sort();
