import type { Context } from "../../context.ts";
import { subjectOf } from "../../core/actions/action.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { fine, type Judged, left, open, wrong } from "../../core/runbook/trials/trial.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import { targetOf } from "../../core/scope.ts";
import type { Failure } from "../../platform/kubernetes/failure.ts";
import { deedOf } from "../gate/subject.ts";
import { fitFindings } from "./asked-rights.ts";
import type { Facts } from "./facts.ts";
import { unreached } from "./reached.ts";
import { through } from "./through.ts";

/** What an action of the catalog would do to a thing that it was seen for, as its executor reads it; nothing is changed. */
export const foreseeAction = async (entry: Solution, facts: Facts, ctx: Context): Promise<Judged> => {
  const finding = fitFindings(entry, facts).find(({ presence }) => presence === "present");
  if (finding === undefined || entry.solution.kind !== "action") return left("nothing is there to try it on");
  if (standingOf(entry).is === "draft") return left("it is a draft, and offered to nobody");
  const target = targetOf(finding.identity.scope);
  const deed = await deedOf(finding, { action: entry.solution.action, entry: entry.name }, ctx);
  // A plan of terraform is kept as a file, and whoever only looks leaves none.
  if (deed.executor.reaches !== "cluster" || target === undefined) return left("no dry run of it only reads");
  const drawn = deed.action.draw(subjectOf(finding));
  const parameters = { ...entry.solution.parameters, ...(drawn.ok ? drawn.value : {}) };
  const said = await through(deed.executor, deed.aim, ctx, (reach) =>
    deed.executor.foresee({ action: deed.action.name, parameters }, reach),
  );
  if (!said.ok) return unreached(target, said.why);
  const foreseen = said.value;
  if (!foreseen.ok) return judgeFailure(foreseen, target);
  return fine(
    "noop" in foreseen.value
      ? `nothing is left to do: ${foreseen.value.noop}`
      : (foreseen.value.told[0] ?? "it could be done"),
  );
};

const judgeFailure = ({ class: kind, why }: Failure, target: string): Judged => {
  switch (kind) {
    case "unfit":
    case "forbidden":
    case "unauthorized":
      return wrong(`it cannot be done in ${target}: ${why}`);
    case "not-found":
      return open(`what it was seen for is not in ${target} any more`);
    default:
      return unreached(target, why);
  }
};
