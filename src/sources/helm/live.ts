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
import { atOnce } from "../../platform/kubernetes/reads.ts";
import { type Fetched, fetchLive, wantedBy } from "../kubernetes/fetch.ts";
import { keptOf, manifestOf } from "../kubernetes/kept-by-helm.ts";
import type { LiveDocument, Stored } from "../kubernetes/live-document.ts";
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
  const inForce = found.flatMap(({ stored }) => stored.inForce).filter(isObject);
  const fetched = await fetchLive(wantedBy([...objects, ...inForce], ""), cluster);
  const { declared, shared } = onceEach(objects, fetched);
  return {
    document: {
      ...{ ...fetched, declared, namespace: cluster.effective.namespace ?? "default" },
      gaps: [...gaps, ...found.flatMap((one) => one.gaps), ...fetched.gaps],
      ...{ extras: "owned", unnamed: [], informational: {} },
      stored: {
        inForce: onceEach(inForce, fetched).declared,
        tried: found.flatMap(({ stored }) => stored.tried),
      },
    },
    warnings: shared.map(
      (name) => `more than one release declares ${name}: it is compared with the one that owns it`,
    ),
  };
};

type Declared = {
  readonly objects: readonly ValueMap[];
  readonly gaps: readonly Gap[];
  readonly stored: Stored;
};
type Ask = Cluster["helm"];

const nothing: Declared = { objects: [], gaps: [], stored: { inForce: [], tried: [] } };

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
  const manifest = await manifestOf(release, revision, ask);
  if (!manifest.ok) return gap(manifest.why);
  const objects = manifest.value.map((object) => marked(object, release));
  if (standing === "settled") return { ...nothing, objects, stored: { inForce: objects, tried: [] } };
  const kept = await keptOf(release, ask);
  return { objects, gaps: kept.gaps, stored: { inForce: kept.stored?.inForce ?? [], tried: objects } };
};

const marks = ["meta.helm.sh/release-namespace", "meta.helm.sh/release-name"] as const;

/** As helm marks what it installs. */
const marked = (object: ValueMap, { name, namespace }: Release): ValueMap => {
  const metadata = mapAt(object, "metadata");
  const annotations = { ...mapAt(metadata, "annotations"), [marks[0]]: namespace, [marks[1]]: name };
  return { ...object, metadata: { ...metadata, annotations } };
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
