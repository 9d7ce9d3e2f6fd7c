import { z } from "zod";
import { subjectOf, type VettedAction } from "../actions/action.ts";
import { catalog } from "../actions/catalog.ts";
import type { Finding } from "../finding.ts";
import { redactText } from "../secret.ts";

/** One action that may be named: its parameters come from the finding, and nobody says them. */
export type MenuItem = {
  readonly name: string;
  readonly summary: string;
  /** Whether the catalog offers it for this category. */
  readonly offered: boolean;
};

/** A finding as inert data, and what may be named for it. */
export type Question = {
  readonly title: string;
  readonly category: string;
  readonly kind: string;
  readonly label: string;
  readonly evidence: Readonly<Record<string, string>>;
  readonly menu: readonly MenuItem[];
};

/**
 * Names at most one action of the menu, or nothing. Whatever it answers is only a name that is looked up: it gives no command, no
 * values, no envelope and no decision. A model is one of these.
 */
export type Decider = {
  readonly name: string;
  readonly decide: (
    question: Question,
  ) => Promise<{ readonly action: string; readonly rationale: string } | undefined>;
};

/** Asks nobody: the first action that the catalog offers, the mildest first. */
export const catalogDecider: Decider = {
  name: "catalog",
  decide: async ({ category, menu }) => {
    const offered = menu.find((item) => item.offered);
    return offered === undefined
      ? undefined
      : { action: offered.name, rationale: `the catalog offers it for ${category}` };
  },
};

/** What may be done to this thing with nothing else said. */
const fitting = (finding: Finding): readonly VettedAction[] => {
  const subject = subjectOf(finding);
  return catalog.filter(({ draw }) => draw(subject).ok);
};

export const questionOf = (finding: Finding): Question => ({
  title: finding.title,
  category: finding.category,
  kind: finding.identity.kind,
  label: finding.label,
  evidence: finding.evidence,
  menu: fitting(finding).map(({ name, summary, cures }) => ({
    ...{ name, summary },
    offered: cures.includes(finding.category),
  })),
});

/** An answer looked up in the menu; `why` where it names nothing of it. */
export type Named =
  | { readonly ok: true; readonly action: string; readonly rationale: string }
  | { readonly ok: false; readonly said: string; readonly why: string };

const Answer = z.object({ action: z.string(), rationale: z.string().optional().catch(undefined) });

/** Nothing that was answered is taken for more than a name. */
export const namedIn = (answer: unknown, { menu }: Question): Named => {
  const read = Answer.safeParse(answer);
  if (!read.success) return { ok: false, said: "", why: "it answered with no name of an action" };
  const { action: said, rationale = "" } = read.data;
  const item = menu.find(({ name }) => name === said);
  return item === undefined
    ? { ok: false, said: plain(said, 60), why: "it named nothing of the menu" }
    : { ok: true, action: item.name, rationale: plain(rationale, 200) };
};

/** One line without secrets; how it is shown is the matter of whoever shows it. */
const plain = (text: string, most: number): string =>
  redactText(text.slice(0, 2000))
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, most);
