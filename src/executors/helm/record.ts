import { z } from "zod";
import { canonicalJson } from "../../core/canonical.ts";
import { parseJson } from "../../core/document.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import {
  groupOf,
  isObject,
  kindOf,
  listAt,
  nameOf,
  namespaceOf,
  textAt,
} from "../../platform/kubernetes/compare/thing.ts";
import { type Answer, failure } from "../../platform/kubernetes/failure.ts";
import { parseManifests } from "../../platform/kubernetes/manifests.ts";

type Release = { readonly namespace: string; readonly release: string };

const Rows = z
  .array(z.object({ revision: z.int().min(1), status: z.string(), chart: z.string().default("") }))
  .min(1);
export type Row = z.output<typeof Rows>[number];

/** Every revision that helm keeps of a release, the newest first. */
export const readRevisions = async (
  cluster: Cluster,
  { namespace, release }: Release,
): Promise<Answer<readonly [Row, ...Row[]]>> => {
  const said = await cluster.helm(["history", release, `--namespace=${namespace}`, "--output=json"]);
  if (!said.ok)
    return said.why === "release: not found"
      ? failure("not-found", `no release is called ${release} there`)
      : said;
  const parsed = parseJson(said.value);
  const read = Rows.safeParse(parsed.ok ? parsed.value : undefined);
  const [newest, ...others] = read.success ? read.data.toSorted((a, b) => b.revision - a.revision) : [];
  return newest === undefined
    ? failure("garbled", "helm history printed something that is no list of revisions")
    : { ok: true, value: [newest, ...others] };
};

export type Declared = {
  /** `apps/Deployment/prod/web`. */
  readonly name: string;
  readonly kind: string;
  readonly namespace: string;
  /** As a whole, with whatever secret it holds: to be compared, and never told. */
  readonly whole: string;
  /** Helm leaves it where it is when it is declared no more. */
  readonly stays: boolean;
  readonly hooks: readonly string[];
};

/** What a revision is made of, or what runs around it; each thing by its name. */
export const readDeclared = async (
  cluster: Cluster,
  what: "manifest" | "hooks",
  { namespace, release }: Release,
  revision: number,
): Promise<Answer<readonly Declared[]>> => {
  const words = ["get", what, release, `--namespace=${namespace}`, `--revision=${revision}`];
  const said = await cluster.helm(words);
  if (!said.ok) return said;
  const parsed = parseManifests(said.value);
  if (!parsed.ok)
    return failure("garbled", `what helm keeps of revision ${revision} is not usable: ${parsed.why}`);
  const objects = parsed.documents.flatMap(apart);
  const declared = objects.flatMap((object) => declaredIn(object, namespace));
  return declared.length < objects.length
    ? failure("garbled", `revision ${revision} holds something that is no object of Kubernetes`)
    : { ok: true, value: declared.sort((a, b) => byCodeUnit(a.name, b.name)) };
};

const apart = (document: unknown): readonly unknown[] =>
  isObject(document) && kindOf(document) === "List" ? listAt(document, "items").flatMap(apart) : [document];

const declaredIn = (object: unknown, home: string): readonly Declared[] => {
  if (!isObject(object) || kindOf(object) === "" || nameOf(object) === "") return [];
  const namespace = namespaceOf(object) || home;
  const place = [groupOf(object), kindOf(object), namespace, nameOf(object)];
  const marks = (mark: string): string => textAt(object, "metadata", "annotations", mark);
  return [
    {
      name: place.filter(Boolean).join("/"),
      kind: kindOf(object),
      namespace,
      whole: canonicalJson(object),
      stays: marks("helm.sh/resource-policy") === "keep",
      hooks: marks("helm.sh/hook")
        .split(",")
        .map((one) => one.trim()),
    },
  ];
};
