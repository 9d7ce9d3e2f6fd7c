import type { Context } from "../../context.ts";
import type { VettedAction } from "../../core/actions/action.ts";
import { catalog } from "../../core/actions/catalog.ts";
import type { Finding } from "../../core/finding.ts";
import type { Aim } from "../../core/gate/offer.ts";
import { nearest } from "../../core/nearest.ts";
import { actionFor, isOpen } from "../../core/runbook/entry-action.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { environmentOf, realPathOf, targetOf } from "../../core/scope.ts";
import { SteadystateError } from "../../errors.ts";
import type { Executor } from "../../executors/executor.ts";
import type { History } from "../../history/history.ts";
import { entryFor } from "./entry.ts";

/** A thing to act upon, and by what. */
export type Deed = {
  readonly finding: Finding;
  readonly aim: Aim;
  readonly action: VettedAction;
  readonly executor: Executor;
  /** The runbook entry that it comes from. */
  readonly entry: Solution | undefined;
};

/** What is to be done: an action of the catalog by name, or what a runbook entry says. */
export type Means = { readonly action: string; readonly entry?: string | undefined };

/**
 * Throws `usage` for an action that is none, `not-found` for an entry that is none, and `refused` for one that is a draft, is not
 * for this finding, or that nothing here performs.
 */
export const deedOf = async (
  finding: Finding,
  { action: name, entry: called }: Means,
  ctx: Context,
): Promise<Deed> => {
  const entry = called === undefined ? undefined : await entryFor(called, finding, ctx);
  const action =
    entry === undefined ? actionNamed(name) : (actionFor(entry, finding) ?? actionNamed(entry.name));
  const isWords = entry !== undefined && isOpen(entry);
  const executor = (await ctx.executors()).find((one) =>
    isWords ? one.name === "runbook" : one.performs.includes(action.name),
  );
  if (executor === undefined)
    throw new SteadystateError("refused", `nothing here performs ${action.name}`, {
      hint: "steadystate actions",
    });
  return { finding, aim: aimOf(finding, ctx), action, executor, entry };
};

export const actionNamed = (name: string): VettedAction => {
  const action = catalog.find((known) => known.name === name);
  if (action !== undefined) return action;
  const names = catalog.map((known) => known.name);
  const close = nearest(name, names);
  throw new SteadystateError(
    "usage",
    `there is no action ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    { hint: "steadystate actions", details: { known: names } },
  );
};

const aimOf = ({ identity, resolutionScope, source }: Finding, { place }: Context): Aim => ({
  target: targetOf(identity.scope),
  source,
  path: realPathOf(resolutionScope) ?? place.cwd,
  environment: environmentOf(identity.scope),
});

/** What a person types back, which is the shortest name that the thing itself has, and the namespace that it lives in. */
export const standsFor = ({
  identity,
  label,
}: Pick<Finding, "identity" | "label">): { readonly subject: string; readonly namespace: string } =>
  identity.style === "path"
    ? { subject: identity.name, namespace: identity.namespace }
    : { subject: label, namespace: "" };

/**
 * The finding as memory has it now, which must be there and loud: what is gone, dark or muted is nothing to act upon. Where two
 * sources saw one thing, the one that fits. Throws `not-found` and `refused`.
 */
export const demandOpen = async (
  fingerprint: string,
  history: History,
  { now, fits = () => true }: { readonly now: number; readonly fits?: (finding: Finding) => boolean },
): Promise<Finding> => {
  const [first, ...others] = await history.byPrefix(fingerprint, 12);
  if (first === undefined)
    throw new SteadystateError("not-found", `no finding is called ${fingerprint.slice(0, 12)}`, {
      hint: "steadystate findings --all",
    });
  const there = [first, ...others].filter(({ presence }) => presence === "present");
  const finding = there.find(fits) ?? there[0] ?? first;
  const why = unfit(finding, now);
  if (why === undefined) return finding;
  throw new SteadystateError("refused", `${finding.title}: ${why.clause}`, {
    hint: why.hint,
    details: { fingerprint: finding.fingerprint, presence: finding.presence },
  });
};

const unfit = (
  { presence, suppression, fingerprint }: Finding,
  now: number,
): { readonly clause: string; readonly hint: string } | undefined => {
  const short = fingerprint.slice(0, 12);
  switch (presence) {
    case "resolved":
      return { clause: "is resolved, and nothing is done about it", hint: `steadystate show ${short}` };
    case "absent":
      return { clause: "was not seen by the newest look", hint: "look again, then decide: steadystate scan" };
    case "stale":
      return { clause: "could not be looked at lately", hint: "look again, then decide: steadystate scan" };
    case "present":
      return suppression !== undefined && (suppression.until ?? now + 1) > now
        ? { clause: `is ${suppression.kind}`, hint: `steadystate unmute ${short}` }
        : undefined;
  }
};
