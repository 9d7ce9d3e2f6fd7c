import { shownCommand } from "../actions/action.ts";
import { catalog } from "../actions/catalog.ts";
import type { Envelope } from "../bound/envelope.ts";
import { openEnvelope, raisedEnvelope } from "./envelope.ts";
import type { Solution } from "./solution.ts";
import { shownTemplate } from "./template.ts";

/**
 * What an entry runs, one text per word, with what is still filled in in angle brackets. Empty where it is for a person to do. Of a
 * vetted action the words are those of the catalog.
 */
export const shownWords = ({ solution }: Pick<Solution, "solution">): readonly string[] => {
  if (solution.kind !== "action") return shownTemplate(solution.words ?? []);
  const { action, parameters } = solution;
  const known = catalog.find(({ name }) => name === action);
  const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)] as const);
  return known === undefined ? [action] : shownCommand(known, Object.fromEntries(texts));
};

/** What it may break at worst; `undefined` where it names an action that is none. */
export const envelopeOf = (entry: Solution): Envelope | undefined => {
  const { solution } = entry;
  if (solution.kind !== "action") return openEnvelope(solution.kind, entry);
  const known = catalog.find(({ name }) => name === solution.action);
  return known === undefined ? undefined : raisedEnvelope(known.envelope, entry);
};

/** When it answers, in one clause. */
export const answersOf = ({
  for: wanted,
  match,
  targets,
  environments,
}: Pick<Solution, "for" | "match" | "targets" | "environments">): string => {
  const title = match === undefined ? undefined : `/${match}/ in the title`;
  const what = [wanted, title].filter((part) => part !== undefined).join(" with ");
  const where = [
    ...(targets.length === 0 ? [] : [`at ${targets.join(", ")}`]),
    ...(environments.length === 0 ? [] : [`in ${environments.join(", ")}`]),
  ];
  return [what, ...where].join(" ");
};
