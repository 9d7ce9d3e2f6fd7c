import { basename, dirname, join, resolve } from "node:path";
import type { Context } from "../../context.ts";
import type { Folder } from "./walk.ts";

/** A folder that Terraform plans by itself. */
export type Root = { readonly path: string; readonly initialised: boolean };

/** Declarations that lie here; every path is relative to the wall. */
export type Inputs = {
  readonly roots: readonly Root[];
  readonly charts: readonly string[];
  readonly overlays: readonly string[];
  /** Folders with a Terraform stack, which nothing here compares. */
  readonly stacks: readonly string[];
};

export const inputsIn = async (folders: readonly Folder[], ctx: Context): Promise<Inputs> => {
  const having = (test: (name: string) => boolean): readonly string[] =>
    folders.filter(({ files }) => files.some(test)).map(({ path }) => path);
  const charts = having((name) => name === "Chart.yaml");
  const declared = having((name) => name.endsWith(".tf") || name.endsWith(".tf.json"));
  const kustomized = having((name) => /^(?:kustomization\.ya?ml|Kustomization)$/.test(name));
  const isShared = (path: string): boolean => /^(?:base|bases|components?)$/.test(basename(path));
  const alone = kustomized.filter((path) => !isShared(path) && !isShared(dirname(path)));
  return {
    roots: await Promise.all(declared.filter((path) => !isModule(path)).map((path) => rootAt(path, ctx))),
    charts: charts.filter((path) => !charts.some((other) => dirname(path) === join(other, "charts"))),
    overlays: alone.length === 0 ? kustomized : alone,
    stacks: having((name) => name.endsWith(".tfstack.hcl") || name.endsWith(".tfdeploy.hcl")),
  };
};

/** A module is planned where it is called. */
const isModule = (path: string): boolean => path.split(/[\\/]/).slice(0, -1).includes("modules");

const rootAt = async (path: string, { hands, place }: Context): Promise<Root> => {
  const at = resolve(place.cwd, path, hands.env.get("TF_DATA_DIR") ?? ".terraform");
  return { path, initialised: (await hands.files.kindOf(at)) === "folder" };
};
