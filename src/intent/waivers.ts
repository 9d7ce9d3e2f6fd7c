import { z } from "zod";
import { redactText } from "../core/secret.ts";
import { parseInstant } from "../core/time.ts";
import { resourcePattern, type Waiver, waiverOf } from "../core/waive.ts";
import type { Files } from "../system/files.ts";
import { broken, clauseOf, textOf } from "./entries.ts";
import type { Fault, Loaded } from "./intent.ts";
import { type Checked, checked } from "./problems.ts";
import type { Spot, Spots } from "./spots.ts";
import { readToml } from "./toml.ts";

/** waivers.toml: the good waivers, and a fault for everything that is not one; a faulty one waives nothing. */
export const loadWaivers = async (
  path: string,
  files: Files,
  how: { readonly explicit: boolean },
): Promise<Loaded<Waiver>> => {
  const loaded = await placedWaivers(path, files, how);
  return { ...loaded, entries: loaded.entries.map(({ waiver }) => waiver) };
};

/** A waiver, and where the rule stands that it names. */
export type PlacedWaiver = { readonly waiver: Waiver; readonly rule: Spot };

export const placedWaivers = async (
  path: string,
  files: Files,
  { explicit }: { readonly explicit: boolean },
): Promise<Loaded<PlacedWaiver>> => {
  const text = await textOf(path, files, explicit);
  if (text === undefined) return { path, present: false, entries: [], faults: [] };
  if (typeof text !== "string") return broken(path, undefined, text.message);
  const toml = readToml(text);
  if (!toml.ok) return broken(path, toml.spot, `the file is not TOML: ${toml.why}`);
  const { spots } = toml;
  const { waiver: list = [], ...others } = toml.document;
  const unknown = Object.keys(others).map(
    (key): Fault => ({
      path,
      ...spots.key([key]),
      entry: undefined,
      why: `${key} is not known: a waiver is a [[waiver]] table`,
    }),
  );
  if (!Array.isArray(list))
    return broken(path, spots.key(["waiver"]), "each waiver must be a [[waiver]] table");
  const { entries, faults } = sorted(list, spots, path);
  return { path, present: true, entries, faults: [...unknown, ...faults] };
};

const sorted = (
  list: readonly unknown[],
  spots: Spots,
  path: string,
): Pick<Loaded<PlacedWaiver>, "entries" | "faults"> => {
  const entries: PlacedWaiver[] = [];
  const faults: Fault[] = [];
  list.forEach((raw, index) => {
    const read = readWaiver(raw);
    if (read.ok) entries.push({ waiver: read.value, rule: spots.value(["waiver", index, "rule"]) });
    else
      for (const problem of read.problems) {
        const at = ["waiver", index, ...problem.path];
        const spot = problem.part === "key" ? spots.key(at) : spots.value(at);
        faults.push({ path, ...spot, entry: String(index), why: clauseOf(problem) });
      }
  });
  return { entries, faults };
};

const Text = z.string().trim().min(1, "must not be empty");

/** A TOML date, or a text that holds one. */
const Instant = z.union([z.string(), z.date()]).transform((value, context) => {
  const at = parseInstant(typeof value === "string" ? value : value.toISOString());
  if (at !== undefined) return at;
  context.addIssue({ code: "custom", message: "must be a date such as 2026-12-01, or an instant" });
  return z.NEVER;
});

const Entry = z
  .strictObject({ rule: Text, resource: Text, reason: Text, owner: Text, expires: Instant })
  .superRefine(({ resource }, context) => {
    const pattern = resourcePattern(resource);
    if (!pattern.ok)
      context.addIssue({
        code: "custom",
        path: ["resource"],
        message: `is no usable pattern: ${pattern.why}`,
      });
  });

const readWaiver = (raw: unknown): Checked<Waiver> => {
  const read = checked(Entry, raw);
  if (!read.ok) return read;
  const { rule, resource, reason, owner, expires } = read.value;
  const redacted = { reason: redactText(reason), owner: redactText(owner) };
  return { ok: true, value: waiverOf({ rule, resource, ...redacted, expires }) };
};
