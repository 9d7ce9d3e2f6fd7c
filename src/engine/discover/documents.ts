import { extname, join, sep } from "node:path";
import pLimit from "p-limit";
import type { Context } from "../../context.ts";
import { headOfJson, topOfYaml } from "../../core/document/head.ts";
import { knownShape, sourceOfShape } from "../../core/document/known-shapes.ts";
import { decodeText, parseJson } from "../../core/document.ts";
import { SteadystateError } from "../../errors.ts";
import type { Folder, Skip } from "./walk.ts";

/** A document that somebody captured, and the source that reads it. */
export type Captured = { readonly path: string; readonly source: string };

export type Documents = {
  readonly captured: readonly Captured[];
  /** Paths of what says that it is a kubeconfig; kubectl has the last word. */
  readonly kubeconfigs: readonly string[];
  readonly skipped: readonly Skip[];
};

/** Bytes of each file that are read; the shape of a document stands at its beginning. */
const headSize = 256 * 1024;
const most = { documents: 400, others: 400 } as const;

/** JSON of other tools, found in every repository. */
const asides = /^(?:package(?:-lock)?|tsconfig.*|composer|jsconfig|\.?eslintrc|renovate|biome)\.json$/;

/** Looks at the beginning of what may be a captured document or a kubeconfig. */
export const documentsIn = async (folders: readonly Folder[], ctx: Context): Promise<Documents> => {
  const paths = folders.flatMap(({ path, files }) =>
    files.filter((name) => !asides.test(name)).map((name) => join(path, name)),
  );
  const documents = paths.filter((path) => /\.(?:json|ya?ml)$/i.test(path));
  const others = paths.filter((path) => /^(?:\.kubeconfig|\.conf|\.config|)$/i.test(extname(path)));
  const root = await ctx.hands.files.real(ctx.place.cwd);
  const limit = pLimit(8);
  const judged = await Promise.all([
    ...documents.slice(0, most.documents).map((path) => limit(() => judge(path, root, ctx))),
    ...others.slice(0, most.others).map((path) => limit(() => judgeOther(path, root, ctx))),
  ]);
  return {
    captured: judged
      .flatMap((one) => (one?.is === "captured" ? [one] : []))
      .map(({ path, source }) => ({ path, source })),
    kubeconfigs: judged.flatMap((one) => (one?.is === "kubeconfig" ? [one.path] : [])),
    skipped: [
      ...judged.flatMap((one) => (one?.is === "skip" ? [one] : [])).map(({ path, why }) => ({ path, why })),
      ...beyond(documents, most.documents),
      ...beyond(others, most.others),
    ],
  };
};

const beyond = (paths: readonly string[], bound: number): readonly Skip[] => {
  const first = paths[bound];
  return first === undefined
    ? []
    : [
        {
          path: first,
          why: `and ${paths.length - bound - 1} more files: only ${bound} of a kind are opened`,
        },
      ];
};

type Judged =
  | ({ readonly is: "captured" } & Captured)
  | { readonly is: "kubeconfig"; readonly path: string }
  | ({ readonly is: "skip" } & Skip)
  | undefined;

type Head =
  | { readonly ok: true; readonly text: string; readonly whole: boolean }
  | { readonly ok: false; readonly why: string };

const judge = async (path: string, root: string, ctx: Context): Promise<Judged> => {
  const head = await headOf(path, root, ctx);
  if (!head.ok) return { is: "skip", path, why: head.why };
  const isJson = /^\s*[[{]/.test(head.text);
  const value = isJson ? jsonOf(head) : topOfYaml(head.text);
  if (isJson && value === undefined) return { is: "skip", path, why: "it is not JSON" };
  if (typeof value !== "object" || value === null) return undefined;
  const shape = knownShape(value);
  if (shape === "a kubeconfig") return { is: "kubeconfig", path };
  const source = sourceOfShape(value);
  if (source === undefined)
    return shape !== undefined && /terraform/i.test(shape)
      ? { is: "skip", path, why: `it is ${shape}, which no source reads` }
      : undefined;
  return ctx.sources.names.includes(source)
    ? { is: "captured", path, source }
    : { is: "skip", path, why: `it is ${shape}, and ${source} comes with a later version` };
};

const jsonOf = ({ text, whole }: { readonly text: string; readonly whole: boolean }): unknown => {
  if (!whole) return headOfJson(text);
  const read = parseJson(text);
  return read.ok ? read.value : undefined;
};

/** Anything may be called anything; a kubeconfig says what it is. */
const judgeOther = async (path: string, root: string, ctx: Context): Promise<Judged> => {
  const head = await headOf(path, root, ctx);
  if (!head.ok || !/\bkind["']?\s*:\s*["']?Config\b/.test(head.text)) return undefined;
  return /\bclusters["']?\s*:/.test(head.text) ? { is: "kubeconfig", path } : undefined;
};

const headOf = async (path: string, root: string, { hands, place }: Context): Promise<Head> => {
  const at = join(place.cwd, path);
  try {
    const real = await hands.files.real(at);
    if (!real.startsWith(root + sep)) return { ok: false, why: "a link that leads out of here" };
    const { bytes, whole } = await hands.files.readHead(at, headSize);
    const text = textOf(bytes, whole);
    return text === undefined ? { ok: false, why: "it is no text" } : { ok: true, text, whole };
  } catch (error) {
    if (!(error instanceof SteadystateError) || error.code === "interrupted") throw error;
    return { ok: false, why: "it may not be read" };
  }
};

/** A head may end within a letter. */
const textOf = (bytes: Uint8Array, whole: boolean): string | undefined => {
  for (const less of whole ? [0] : [0, 1, 2, 3]) {
    const decoded = decodeText(bytes.subarray(0, bytes.length - less));
    if (decoded.ok) return decoded.text;
  }
  return undefined;
};
