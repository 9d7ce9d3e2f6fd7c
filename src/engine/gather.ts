import type { Context } from "../context.ts";
import type { Observation, Scope } from "../core/observation.ts";
import { scopeOf } from "../core/scope.ts";
import { parseDuration } from "../core/time.ts";
import { SteadystateError } from "../errors.ts";
import type { SourceRequest } from "../sources/source.ts";
import { type Asked, type Located, locate } from "./locate.ts";

type Seal = (secret: string) => string;

/** Either a document to judge, or which scope stayed dark and why (an error that means "could not look", status 3). */
export type Gathered =
  | { readonly seen: true; readonly scope: Scope; readonly observe: (seal: Seal | undefined) => Observation }
  | { readonly seen: false; readonly scope: Scope; readonly error: SteadystateError };

/**
 * Locates the input and lets the source read it. Bad input throws; a reader that could not look comes back as a dark scope, so
 * that memory can mark it stale before the error is told. `observe` judges the document, and throws `input-invalid` where it is
 * none of this source's.
 */
export const gather = async (asked: Asked, ctx: Context): Promise<Gathered> => {
  const located = await locate(asked, ctx);
  const source = await ctx.sources.open(located.source);
  const request = await requestOf(located, asked, ctx);
  const workspace = await source.workspace(request, ctx.hands);
  const scope = scopeFor(located, asked.label, workspace);
  try {
    const reading = await source.read(request, ctx.hands);
    return { seen: true, scope, observe: (seal) => source.parse(reading, { scope, seal }) };
  } catch (thrown) {
    if (thrown instanceof SteadystateError && thrown.exit === 3) return { seen: false, scope, error: thrown };
    throw thrown;
  }
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
