import pLimit from "p-limit";
import type { Gap } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { ValueMap } from "../../core/value.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import {
  groupOf,
  isObject,
  kindOf,
  mapAt,
  nameOf,
  namespaceOf,
  textAt,
} from "../../platform/kubernetes/compare/thing.ts";
import { parseManifests } from "../../platform/kubernetes/manifests.ts";
import { atOnce } from "../../platform/kubernetes/reads.ts";
import { type Fetched, fetchLive, wantedBy } from "../kubernetes/fetch.ts";
import type { LiveDocument } from "../kubernetes/live-document.ts";
import { apart } from "../kubernetes/rendered.ts";
import { calledOf, type Release, standingOf } from "./release.ts";

type Looking = { readonly at: number; readonly gaps: readonly Gap[]; readonly cluster: Cluster };

/**
 * What the releases declare beside what lives of it. One that failed or is stuck is compared too: what its newest revision wanted is
 * what should be. One that is under way, or cannot be read, is a gap.
 */
export const lookForReleases = async (
  releases: readonly Release[],
  { at, gaps, cluster }: Looking,
): Promise<{ readonly document: LiveDocument; readonly warnings: readonly string[] }> => {
  const inOrder = [...releases].sort((a, b) => byCodeUnit(calledOf(a), calledOf(b)));
  const limit = pLimit(atOnce);
  const found = await Promise.all(
    inOrder.map((release) => limit(() => declaredBy(release, at, (words) => cluster.helm(words)))),
  );
  const objects = found.flatMap((one) => one.objects);
  const fetched = await fetchLive(wantedBy(objects, ""), cluster);
  const { declared, shared } = onceEach(objects, fetched);
  return {
    document: {
      ...{ ...fetched, declared, namespace: cluster.effective.namespace ?? "default" },
      gaps: [...gaps, ...found.flatMap((one) => one.gaps), ...fetched.gaps],
      ...{ extras: "owned", unnamed: [], informational: {} },
    },
    warnings: shared.map(
      (name) => `more than one release declares ${name}: it is compared with the one that owns it`,
    ),
  };
};

type Declared = { readonly objects: readonly ValueMap[]; readonly gaps: readonly Gap[] };
type Ask = Cluster["helm"];

const nothing: Declared = { objects: [], gaps: [] };

const declaredBy = async (release: Release, at: number, ask: Ask): Promise<Declared> => {
  const gap = (why: string): Declared => ({
    ...nothing,
    gaps: [{ what: `release ${calledOf(release)}`, why }],
  });
  const { name, namespace, revision, status } = release;
  const standing = standingOf(release, at);
  if (standing === "gone" || status === "uninstalling") return nothing;
  if (standing === "under-way") return gap(`${status} has just begun: what it declares is not compared yet`);
  if (standing === "unclear") return gap("what it declares is not compared while its state is not known");
  // A name comes from the cluster, and becomes an argument.
  if (![name, namespace].every((word) => /^[a-z0-9][-a-z0-9.]*$/.test(word)))
    return gap("its name or namespace is none that helm would take");
  const said = await ask(["get", "manifest", name, `--namespace=${namespace}`, `--revision=${revision}`]);
  if (!said.ok) return gap(said.why);
  // A release without any object is an empty line.
  if (said.value === "") return gap("helm get manifest said nothing at all");
  const parsed = parseManifests(said.value);
  if (!parsed.ok) return gap(`its manifest is not usable: ${parsed.why} (line ${parsed.line})`);
  const objects = parsed.documents.flatMap(apart);
  const whole = objects.filter(isWhole);
  if (whole.length < objects.length)
    return gap("its manifest holds something that is no object of Kubernetes");
  return { ...nothing, objects: whole.map((object) => marked(object, release)) };
};

const isWhole = (document: unknown): document is ValueMap =>
  isObject(document) &&
  [textAt(document, "apiVersion"), kindOf(document), nameOf(document)].every((word) => word !== "");

const marks = ["meta.helm.sh/release-namespace", "meta.helm.sh/release-name"] as const;

/** As helm marks what it installs, and in the namespace in which it would. */
const marked = (object: ValueMap, { name, namespace }: Release): ValueMap => {
  const metadata = mapAt(object, "metadata");
  const annotations = { ...mapAt(metadata, "annotations"), [marks[0]]: namespace, [marks[1]]: name };
  return { ...object, metadata: { ...metadata, annotations, namespace: namespaceOf(object) || namespace } };
};

const ownerOf = (object: ValueMap): string =>
  marks.map((mark) => textAt(object, "metadata", "annotations", mark)).join("/");

/** Two releases may declare one object; whose it is stands on it. What lives outside of any namespace has none. */
const onceEach = (
  objects: readonly ValueMap[],
  { observed, namespaced }: Pick<Fetched, "observed" | "namespaced">,
): { readonly declared: readonly ValueMap[]; readonly shared: readonly string[] } => {
  const lodged = objects.map((object) =>
    namespaced[`${groupOf(object)}/${kindOf(object)}`] === false ? withoutNamespace(object) : object,
  );
  const owners = new Map(observed.filter(isObject).map((live) => [keyOf(live), ownerOf(live)]));
  const found = new Map<string, ValueMap>();
  const shared = new Set<string>();
  for (const object of lodged) {
    const key = keyOf(object);
    const known = found.get(key);
    if (known !== undefined && ownerOf(known) !== ownerOf(object)) shared.add(key);
    if (known === undefined || ownerOf(object) === owners.get(key)) found.set(key, object);
  }
  return { declared: [...found.values()], shared: [...shared] };
};

const withoutNamespace = (object: ValueMap): ValueMap => {
  const { namespace: _namespace, ...metadata } = mapAt(object, "metadata");
  return { ...object, metadata };
};

const keyOf = (object: ValueMap): string =>
  [groupOf(object), kindOf(object), namespaceOf(object), nameOf(object)]
    .filter((part) => part !== "")
    .join("/");
