import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isThing, type Json, type Thing } from "./cluster/json.ts";

/** One labelled pair; what its members mean is told in test/fixtures/kubernetes-pairs/README.md. */
export type Pair = {
  /** `<topic>/<nn>-<name>`, the same in both halves. */
  readonly id: string;
  readonly topic: string;
  readonly title: string;
  readonly source: string;
  readonly declared: Thing;
  /** Null where nothing of that identity lives. */
  readonly live: Thing | null;
  readonly world: readonly Thing[];
  readonly expected: readonly Difference[];
  readonly notes: readonly Note[];
  /** The namespace of the command line or context, for a manifest that names none. */
  readonly namespace?: string;
  /** `[[ignore]]` rules, or Argo CD's `ignoreDifferences`, in force. */
  readonly ignore?: readonly Thing[];
};

export type Difference = {
  readonly path: string;
  /** Absent: it is not there on this side. */
  readonly declared?: Json;
  readonly live?: Json;
  /** Who set the live value, and since when, where managedFields tell. */
  readonly owner?: { readonly manager: string; readonly since: string };
};

export type Note = { readonly path: string; readonly note: string };

export const halves = ["known", "unread"] as const;

const root = join(import.meta.dirname, "../fixtures/kubernetes-pairs");

/** The pairs of one half, in order of topic and name. */
export const pairsOf = (half: (typeof halves)[number]): readonly Pair[] =>
  readdirSync(join(root, half))
    .sort()
    .flatMap((topic) =>
      readdirSync(join(root, half, topic))
        .sort()
        .map((file) => ({
          ...JSON.parse(readFileSync(join(root, half, topic, file), "utf8")),
          id: `${topic}/${file.replace(/\.json$/, "")}`,
          topic,
        })),
    );

/** What stands at a path of the pairs (`spec.containers[name=web].args`); undefined where nothing does. */
export const standsAt = (document: Json, path: string): Json | undefined =>
  [...path.matchAll(step)].reduce<Json | undefined>((value, [, key, quoted, index, keys]) => {
    if (keys !== undefined)
      return Array.isArray(value) ? value.find((entry) => fits(entry, keys)) : undefined;
    if (index !== undefined) return Array.isArray(value) ? value[Number(index)] : undefined;
    return isThing(value) ? value[quoted ?? key ?? ""] : undefined;
  }, document);

// `.key`, `["quoted key"]`, `[0]`, `[name=web]`.
const step = /\.?([^.[\]]+)|\["([^"]*)"\]|\[(\d+)\]|\[([^\]"]+)\]/g;

const fits = (entry: Json, keys: string): boolean =>
  isThing(entry) &&
  keys.split(",").every((pair) => {
    const at = pair.indexOf("=");
    return String(entry[pair.slice(0, at)]) === pair.slice(at + 1);
  });

/** A declared document as its paths mean it: a Secret's `stringData` is written as `data`. */
export const asMeant = (declared: Thing): Thing => {
  const { stringData: plain, ...rest } = declared;
  if (declared["kind"] !== "Secret" || !isThing(plain)) return declared;
  const folded = Object.entries(plain).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  return { ...rest, data: { ...(isThing(rest["data"]) ? rest["data"] : {}), ...Object.fromEntries(folded) } };
};
