import { z } from "zod";
import { type Drawn, subjectOf, type VettedAction } from "../actions/action.ts";
import { catalog } from "../actions/catalog.ts";
import type { Finding } from "../finding.ts";
import { openEnvelope, raisedEnvelope } from "./envelope.ts";
import { type PlaceholderValues, valueFault, valuesOf } from "./placeholders.ts";
import type { OpenKind, Remedy, Solution } from "./solution.ts";
import { fillTemplate, namesIn, shownTemplate, type Template } from "./template.ts";

/** An entry that does something in words of its own. */
export type OpenEntry = Solution & { readonly solution: Extract<Remedy, { readonly kind: OpenKind }> };

export const isOpen = (entry: Solution): entry is OpenEntry => entry.solution.kind !== "action";

/** As offers and the audit name it; no action of the catalog is called so. */
const openName = ({ name }: Pick<Solution, "name">): string => `runbook:${name}`;

/**
 * An entry in the shape of an action, for one finding: every placeholder is a parameter and part of exactly one word. Its
 * envelope is never milder than its kind. Nothing is drawn from an entry that is only shown.
 */
const entryAction = (entry: OpenEntry, finding: Finding): VettedAction => {
  const { words: template = [], kind } = entry.solution;
  const names = namesIn(template);
  return {
    name: openName(entry),
    summary: entry.problem ?? `${kind} of the runbook, by ${entry.author}`,
    envelope: openEnvelope(kind, entry),
    // Whoever wrote it says that it answers this.
    cures: [finding.category],
    parameters: z.strictObject(Object.fromEntries(names.map((name) => [name, z.string()]))),
    shape: shownTemplate(template),
    permissions: [],
    inverse: undefined,
    draw: () => drawn(template, valuesOf(finding)),
    compose: (given) => composed(template, given),
  };
};

/** Its words with everything filled in from a finding; `undefined` where that tells not all of it. */
export const wordsFor = (entry: OpenEntry, finding: Finding): readonly string[] | undefined => {
  const { draw, compose } = entryAction(entry, finding);
  const drawn = draw(subjectOf(finding));
  const filled = drawn.ok ? compose(drawn.value) : drawn;
  return filled.ok ? filled.value : undefined;
};

/**
 * What an entry does about one finding; `undefined` where it names an action that is none. Whoever wrote it says that it answers
 * this, and the catalog says what it may break at least.
 */
export const actionFor = (entry: Solution, finding: Finding): VettedAction | undefined => {
  if (isOpen(entry)) return entryAction(entry, finding);
  const { solution } = entry;
  const known = catalog.find(({ name }) => solution.kind === "action" && name === solution.action);
  return known && { ...known, envelope: raisedEnvelope(known.envelope, entry), cures: [finding.category] };
};

const drawn = (template: Template, values: PlaceholderValues): Drawn<Readonly<Record<string, string>>> => {
  if (template.length === 0) return { ok: false, why: "it has nothing to run, and is for a person to do" };
  const filled: Record<string, string> = {};
  for (const name of namesIn(template)) {
    const value = values[name];
    const fault = valueFault(name, value);
    if (fault !== undefined || value === undefined) return { ok: false, why: fault ?? `it tells no ${name}` };
    filled[name] = value;
  }
  return { ok: true, value: filled };
};

const composed = (template: Template, given: unknown): Drawn<readonly string[]> => {
  const read = z.record(z.string(), z.string()).safeParse(given);
  if (!read.success) return { ok: false, why: "its placeholders are not texts" };
  const filled = fillTemplate(template, read.data);
  return filled.ok ? { ok: true, value: filled.words } : filled;
};
