import type { Context } from "../../context.ts";
import { isUnseen } from "../../core/checks/check.ts";
import { evaluateCheck } from "../../core/checks/evaluate.ts";
import { checksSource } from "../../core/checks/names.ts";
import type { Aim } from "../../core/gate/offer.ts";
import type { Observation } from "../../core/observation.ts";
import { lookNames, probeNames } from "../../core/probes.ts";
import { SteadystateError } from "../../errors.ts";
import type { Asked } from "../locate.ts";
import { look } from "../look.ts";
import { lookAt } from "../targets.ts";

export type Sight = { readonly state: "gone" | "there" | "unseen"; readonly why: string };

/** Looks again, remembering nothing, whether a finding is still there. `unseen` wherever its own scope could not be looked at. */
export const lookForFinding = async (
  { fingerprint, category }: { readonly fingerprint: string; readonly category: string },
  aim: Aim,
  varFiles: readonly string[],
  ctx: Context,
): Promise<Sight> => {
  try {
    if (aim.source === checksSource) return await askAgain(category, ctx);
    const shallow = await looksAt(aim, { deep: false, varFiles }, ctx);
    const isBlind = shallow.some((one) => one.scope.source === aim.source && one.blindTo?.includes(category));
    return sightOf(fingerprint, aim, isBlind ? await looksAt(aim, { deep: true, varFiles }, ctx) : shallow);
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || thrown.code === "interrupted") throw thrown;
    return { state: "unseen", why: thrown.message };
  }
};

/** What a check told is asked of that check alone: whether it has failed or answered for long enough is not the question here. */
const askAgain = async (name: string, ctx: Context): Promise<Sight> => {
  const check = (await ctx.checks()).entries.find((one) => one.name === name);
  if (check === undefined) return { state: "unseen", why: `the check ${name} is not declared any more` };
  if (check.proposed)
    return { state: "unseen", why: `the check ${name} is a draft, and its word is no evidence` };
  const result = evaluateCheck(check, await ctx.readCheck(check), ctx.now());
  if (isUnseen(result))
    return { state: "unseen", why: `the check ${name} cannot be asked: ${result.reason}` };
  // What is only noted fails too: its severity is low, and it is a finding all the same.
  return result.status === "pass"
    ? { state: "gone", why: `the check ${name} answers as it should` }
    : { state: "there", why: `the check ${name} still fails: ${result.reason}` };
};

const looksAt = async (
  aim: Aim,
  { deep, varFiles }: Required<Pick<Asked, "deep" | "varFiles">>,
  ctx: Context,
): Promise<readonly Observation[]> => {
  const probe = probeNames.find((name) => lookNames[name] === aim.source);
  const named =
    aim.target === undefined
      ? { source: aim.source, path: aim.path, label: aim.environment, probe }
      : await lookAt({ target: aim.target, label: aim.environment, probe }, "verify", ctx);
  const asked: Asked = { ...named, varFiles, checks: false, deep };
  const { observation, beside } = await look(asked, { tuning: "default", goesOn: () => true }, ctx);
  return [observation, ...beside.observations];
};

const sightOf = (fingerprint: string, aim: Aim, looks: readonly Observation[]): Sight => {
  if (looks.some(({ departures }) => departures.some((one) => one.fingerprint === fingerprint)))
    return { state: "there", why: "a look shows it again" };
  const own = looks.filter(({ scope }) => scope.source === aim.source);
  const [first] = own;
  if (first === undefined) return { state: "unseen", why: `no look of ${aim.source} was taken` };
  const dark = own.find(({ coverage }) => coverage.status !== "complete");
  if (dark === undefined) return { state: "gone", why: "a complete look does not show it any more" };
  const [gap] = dark.coverage.gaps;
  return {
    state: "unseen",
    why: gap === undefined ? "the look was not complete" : `${gap.what} could not be seen: ${gap.why}`,
  };
};
