import type { Context } from "../../context.ts";
import { catalog } from "../../core/actions/catalog.ts";
import type { Finding } from "../../core/finding.ts";
import { SteadystateError } from "../../errors.ts";
import type { History } from "../../history/history.ts";
import { offered, previewed, type Taken, take } from "./take.ts";
import { openWays, type WaysFor } from "./ways.ts";

/** What putting one finding right came to: an answer of the gate, why there is nothing to offer, or what stood in the way. */
export type Settling = { readonly finding: Finding } & (
  | { readonly is: "taken"; readonly taken: Taken }
  | { readonly is: "unfit"; readonly why: string }
  /** A person said no to exactly this. */
  | { readonly is: "declined"; readonly why: string }
  | { readonly is: "hindered"; readonly error: SteadystateError }
);

type How = {
  /** `preview` writes nothing down; `offer` runs nothing; `take` runs what the one who asks may have, and offers the rest. */
  readonly manner: "preview" | "offer" | "take";
  /** What a folder is planned with beside the committed files. */
  readonly varFiles: readonly string[];
};

/**
 * Each finding by itself through the gate, what can be taken back first: a failure of one keeps nobody from the next. What waits
 * is offered again where an effect came after it, for no plan that was made before that would be applied any more.
 */
export const settleFindings = async (
  findings: readonly Finding[],
  how: How,
  history: History,
  ctx: Context,
): Promise<readonly Settling[]> => {
  const waysFor = await openWays(ctx);
  const ordered = [...findings].sort((a, b) => Number(isGrave(a)) - Number(isGrave(b)));
  const done: Settling[] = [];
  for (const finding of ordered) {
    ctx.progress(`${done.length + 1} of ${ordered.length}: ${finding.label}`);
    done.push(await settleFinding(finding, { ...how, waysFor }, history, ctx));
  }
  const lastEffect = done.findLastIndex(hadEffect);
  const renewed: Settling[] = [];
  for (const [at, settling] of done.entries())
    renewed.push(
      at < lastEffect && isStalePlan(settling)
        ? await settleFinding(settling.finding, { ...how, waysFor }, history, ctx)
        : settling,
    );
  return renewed;
};

const isGrave = ({ action }: Finding): boolean => action === "delete" || action === "replace";

const hadEffect = (settling: Settling): boolean =>
  settling.is === "taken" && settling.taken.kind === "acted" && settling.taken.acted.ran !== undefined;

const isStalePlan = (settling: Settling): boolean =>
  settling.is === "taken" && settling.taken.kind === "waits" && settling.finding.type === "drift";

const settleFinding = async (
  finding: Finding,
  { manner, varFiles, waysFor }: How & { readonly waysFor: WaysFor },
  history: History,
  ctx: Context,
): Promise<Settling> => {
  const { ways: answers, unfit } = waysFor(finding);
  const [first] = answers;
  if (first === undefined) {
    const [reason] = unfit.map(({ name, why }) => `${name}: ${why}`);
    return { is: "unfit", finding, why: reason ?? `no action is offered for ${whatOf(finding)}` };
  }
  const shape = catalog.find(({ name }) => name === first.wish.action)?.parameters.shape ?? {};
  const takesFiles =
    first.wish.entry === undefined && varFiles.length > 0 && Object.hasOwn(shape, "varFiles");
  const named = takesFiles ? { varFiles } : {};
  // Of many at once nobody says that what was declined is meant all the same.
  const wish = { ...first.wish, named, insist: false };
  return settled(finding, () => ways[manner](wish, history, ctx));
};

/** A failure of one keeps nobody from the next. */
export const settled = async (finding: Finding, work: () => Promise<Taken>): Promise<Settling> => {
  try {
    return { is: "taken", finding, taken: await work() };
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || endsAll(thrown)) throw thrown;
    return thrown.details["offer"] === undefined
      ? { is: "hindered", finding, error: thrown }
      : { is: "declined", finding, why: thrown.message };
  }
};

const ways = { preview: previewed, offer: offered, take } as const;

const whatOf = ({ type, source, category }: Finding): string =>
  type === "drift" ? `drift of ${source}` : category;

/** What would meet every other one too. */
export const endsAll = ({ code }: SteadystateError): boolean =>
  code === "interrupted" || code === "bug" || code === "store-unusable" || code === "config-invalid";
