import type { Context } from "../context.ts";
import type { Observation, Scope } from "../core/observation.ts";
import { scopeOf } from "../core/scope.ts";
import { parseDuration } from "../core/time.ts";
import { SteadystateError } from "../errors.ts";
import type { Source, SourceRequest } from "../sources/source.ts";
import { type Asked, type Located, locate } from "./locate.ts";

/** Either what was seen, or which scope stayed dark and why (an error that means "could not look", status 3). */
export type Gathered =
  | { readonly seen: true; readonly observation: Observation }
  | { readonly seen: false; readonly scope: Scope; readonly error: SteadystateError };

/**
 * Locates the input, lets the source read and judge it. Bad input throws; a reader that could not look comes back as a dark
 * scope, so that memory can mark it stale before the error is told.
 */
export const gather = async (
  asked: Asked,
  seal: ((secret: string) => string) | undefined,
  ctx: Context,
): Promise<Gathered> => {
  const located = await locate(asked, ctx);
  const source = await ctx.sources.open(located.source);
  const request = await requestOf(located, asked, ctx);
  const workspace = await source.workspace(request, ctx.hands);
  const scope = scopeFor(located, asked.label, workspace);
  try {
    return { seen: true, observation: await look(source, request, { scope, seal }, ctx) };
  } catch (thrown) {
    if (thrown instanceof SteadystateError && thrown.exit === 3) return { seen: false, scope, error: thrown };
    throw thrown;
  }
};

const look = async (
  source: Source,
  request: SourceRequest,
  frame: Parameters<Source["parse"]>[1],
  ctx: Context,
): Promise<Observation> => {
  const observation = source.parse(await source.read(request, ctx.hands), frame);
  for (const warning of observation.warnings) ctx.notice(warning);
  return observation;
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

const scopeFor = (located: Located, label: string | undefined, workspace: string | undefined): Scope =>
  scopeOf({
    source: located.source,
    environment: label,
    target: undefined,
    workspace,
    folder: located.folder,
    realPath: located.realPath,
    shownPath: located.shownPath,
  });
