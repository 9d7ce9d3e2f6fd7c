import type { Context } from "../context.ts";
import type { Observation, Scope } from "../core/observation.ts";
import { scopeOf } from "../core/scope.ts";
import { parseDuration } from "../core/time.ts";
import { SteadystateError } from "../errors.ts";
import type { SourceRequest } from "../sources/source.ts";
import type { Hands } from "../system/hands.ts";
import type { Claim } from "./claim.ts";
import { type Asked, type Located, locate } from "./locate.ts";

type Seal = (secret: string) => string;

/** Either what was seen, or which scope stayed dark and why: the reader could not look, or what it got is no document of its. */
export type Gathered =
  | {
      readonly seen: true;
      readonly observation: Observation;
      /** The same document judged again with another seal for its secrets, for a store that turned out to have its own key. */
      readonly sealed: (seal: Seal) => Observation;
    }
  | { readonly seen: false; readonly scope: Scope; readonly error: SteadystateError };

/**
 * Locates the input and lets the source read and judge it. A wrong call throws; a reader that could not look comes back as a
 * dark scope, so that memory can mark it stale before the error is told.
 */
export const gather = async (
  asked: Asked,
  seal: Seal | undefined,
  ctx: Context,
  claim?: Claim,
): Promise<Gathered> => {
  const located = await locate(asked, ctx);
  const source = await ctx.sources.open(located.source);
  const request = await requestOf(located, asked, ctx);
  const workspace = await source.workspace(request, ctx.hands);
  const scope = scopeFor(located, asked, workspace);
  try {
    const reading = await source.read(request, claimingHands(scope, ctx, claim));
    return {
      seen: true,
      observation: source.parse(reading, { scope, seal }),
      sealed: (late) => source.parse(reading, { scope, seal: late }),
    };
  } catch (thrown) {
    if (thrown instanceof SteadystateError && leavesDark(thrown))
      return { seen: false, scope, error: thrown };
    throw thrown;
  }
};

/** Another run that looks there is no reason to call the scope dark. */
const leavesDark = ({ code, exit }: SteadystateError): boolean =>
  code !== "busy" && (exit === 3 || code === "input-invalid");

/** A tool that runs looks at reality: from then on nobody else does. Before that a wrong input leaves the memory as it is. */
const claimingHands = (scope: Scope, { hands }: Context, claim: Claim | undefined): Hands => {
  if (claim === undefined) return hands;
  return {
    ...hands,
    run: async (request) => {
      await claim.take(scope);
      return hands.run(request);
    },
  };
};

const requestOf = async (located: Located, asked: Asked, ctx: Context): Promise<SourceRequest> => {
  const { terraform } = await ctx.config();
  return {
    path: located.path,
    kind: located.kind,
    settings: {
      terraform: {
        bin: terraform.bin,
        varFiles: [...terraform.var_files, ...asked.varFiles],
        lock: terraform.lock,
        timeout: parseDuration(terraform.timeout) ?? 300_000,
      },
    },
  };
};

const scopeFor = (located: Located, { label, target }: Asked, workspace: string | undefined): Scope =>
  scopeOf({
    source: located.source,
    environment: label,
    target,
    workspace,
    folder: located.folder,
    realPath: located.realPath,
    shownPath: located.shownPath,
  });
