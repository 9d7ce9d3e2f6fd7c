import { join } from "node:path";
import { SteadystateError } from "../../errors.ts";
import { isObject, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { parseManifests } from "../../platform/kubernetes/manifests.ts";
import type { Files } from "../../system/files.ts";

/** A chart as far as it matters before it is rendered. */
export type Chart = {
  readonly name: string;
  /** Its templates ask the cluster for objects, which a rendering without one does not find. */
  readonly looksUp: boolean;
  /** Its templates may ask which kinds the cluster serves. */
  readonly asksKinds: boolean;
};

/** Throws `nothing-to-look-at` for a folder without a chart, and `input-invalid` for one whose Chart.yaml has no name. */
export const readChart = async (folder: string, files: Files): Promise<Chart> => {
  const path = join(folder, "Chart.yaml");
  const text = await files.readText(path);
  if (text === undefined) {
    throw new SteadystateError(
      "nothing-to-look-at",
      `${folder} holds no chart: there is no Chart.yaml in it`,
      {
        hint: "name the folder of a chart; an overlay is for --source kustomize-live",
        details: { path: folder },
      },
    );
  }
  const parsed = parseManifests(text);
  const [about] = parsed.ok ? parsed.documents : [];
  const name = isObject(about) ? textAt(about, "name") : "";
  if (name === "") {
    throw new SteadystateError("input-invalid", `${path} is not usable: it names no chart`, {
      hint: `helm lint ${folder}`,
      details: { path },
    });
  }
  const { texts, packed } = await templatesOf(folder, files);
  const says = (word: RegExp): boolean => texts.some((template) => word.test(template));
  return { name, looksUp: says(lookup), asksKinds: packed || says(/\.APIVersions\b/) };
};

/** Within an action, and not in one that is a comment. */
const lookup = /\{\{-?\s*(?!\/\*)[^}]*\blookup\s+["($.]/;

type Templates = { readonly texts: readonly string[]; readonly packed: boolean };

/** Charts within charts are a few levels deep; a link in a circle must not keep us. */
const deepest = 5;

/** The templates of a chart and of the charts in it; what is packed cannot be read here. */
const templatesOf = async (folder: string, files: Files, depth = 0): Promise<Templates> => {
  if (depth > deepest) return { texts: [], packed: true };
  const inside = join(folder, "charts");
  const [own, names, packed] = [
    await textsIn(join(folder, "templates"), files),
    await files.folders(inside),
    (await files.list(inside)).some((name) => name.endsWith(".tgz")),
  ];
  const charts = await Promise.all(names.map((name) => templatesOf(join(inside, name), files, depth + 1)));
  return {
    texts: [...own, ...charts.flatMap(({ texts }) => texts)],
    packed: packed || charts.some((chart) => chart.packed),
  };
};

const textsIn = async (folder: string, files: Files, depth = 0): Promise<readonly string[]> => {
  if (depth > deepest) return [];
  const [names, folders] = [await files.list(folder), await files.folders(folder)];
  const own = names.filter((name) => /\.(?:ya?ml|tpl|json)$/.test(name));
  const texts = await Promise.all(own.map((name) => files.readText(join(folder, name))));
  const deeper = await Promise.all(folders.map((name) => textsIn(join(folder, name), files, depth + 1)));
  return [...texts.filter((text) => text !== undefined), ...deeper.flat()];
};
