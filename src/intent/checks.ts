import { dirname } from "node:path";
import { z } from "zod";
import type { Check } from "../core/checks/check.ts";
import { nearest } from "../core/nearest.ts";
import type { Files } from "../system/files.ts";
import { readHttpEntry } from "./checks/http.ts";
import { readOtherEntry } from "./checks/others.ts";
import { loadEntries } from "./entries.ts";
import type { Loaded } from "./intent.ts";
import { type Checked, checked } from "./problems.ts";

/** checks.json: the good checks, and a fault for everything that is not one. */
export const loadChecks = (
  path: string,
  files: Files,
  { explicit }: { readonly explicit: boolean },
): Promise<Loaded<Check>> =>
  loadEntries(path, files, { plural: "checks", read: (entry) => readCheck(entry, path), explicit });

/** One entry of the checks file at `path`. */
export const readCheck = (entry: unknown, path: string): Checked<Check> => {
  const kind = kindOf(entry);
  if (!kind.ok) return kind;
  return kind.value === "http" ? readHttpEntry(entry, dirname(path)) : readOtherEntry(kind.value, entry);
};

type Kind = Check["read"]["kind"];
const kinds: readonly Kind[] = [
  "http",
  "kubectl-cpu",
  "kubectl-mem",
  "kubectl-log",
  "docker-log",
  "ansible-service",
];

/** Decided first, so that every other problem is said in terms of the kind that was meant. */
const kindOf = (entry: unknown): Checked<Kind> => {
  const shape = checked(z.object({ read: z.object({ kind: z.string() }) }), entry);
  if (!shape.ok) return shape;
  const typed = shape.value.read.kind;
  const known = kinds.find((kind) => kind === typed);
  if (known !== undefined) return { ok: true, value: known };
  const close = nearest(typed, kinds);
  const why = `must be one of ${kinds.join(", ")}${close === undefined ? "" : `, did you mean ${close}?`}`;
  return { ok: false, problems: [{ path: ["read", "kind"], part: "value", why }] };
};
