import type { Address } from "./address.ts";
import type { World } from "./defaults/index.ts";
import { ensure, isThing, type Json, list, type Thing, text, things } from "./json.ts";
import { type Kind, kindOf } from "./kinds.ts";
import { chosen } from "./lists.ts";
import { notFound } from "./status.ts";
import { seconds } from "./store.ts";
import { targetOf } from "./write.ts";

export type RemoveRequest = {
  readonly address: Address;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly now: Date;
  /** Without a kubelet a pod that may take its time stays, marked as terminating. */
  readonly kubelet: boolean;
};

/** Deletes one object, or every chosen one where the address has no name. */
export const remove = (world: World, request: RemoveRequest): Thing => {
  const { address, query, body } = request;
  const { kind, namespace, name } = address;
  const options = isThing(body) ? body : {};
  const dry = query.getAll("dryRun").includes("All") || list(options, "dryRun").includes("All");
  if (name === "") {
    for (const object of chosen(world.store, address, query))
      if (!dry) removeOne(world, kind, object, options, request);
    return success({});
  }
  const object = world.store.get(kind, namespace, name);
  if (object === undefined) throw notFound(targetOf(address));
  if (dry) return success({ name, kind: kind.plural, group: kind.group });
  const left = removeOne(world, kind, object, options, request);
  return (
    left ?? success({ name, kind: kind.plural, group: kind.group, uid: text(object, "metadata", "uid") })
  );
};

const success = (details: Thing): Thing => ({
  ...{ kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details },
});

/** The object as it stays behind, terminating; undefined once it is gone. */
const removeOne = (
  world: World,
  kind: Kind,
  object: Thing,
  options: Thing,
  { now, query, kubelet }: RemoveRequest,
): Thing | undefined => {
  const asked = options["gracePeriodSeconds"] ?? query.get("gracePeriodSeconds");
  const grace = Number(asked ?? (kind.kind === "Pod" ? 30 : 0));
  const lingers = list(object, "metadata", "finalizers").some(
    (name) => name !== "kubernetes.io/pvc-protection",
  );
  if (lingers || (kind.kind === "Pod" && grace > 0 && !kubelet)) {
    const marked = structuredClone(object);
    const metadata = ensure(marked, "metadata");
    metadata["deletionTimestamp"] ??= seconds(now);
    metadata["deletionGracePeriodSeconds"] = grace;
    return world.store.put(marked);
  }
  world.store.remove(kind, text(object, "metadata", "namespace"), text(object, "metadata", "name"));
  if (kind.kind === "Namespace") emptyNamespace(world, text(object, "metadata", "name"));
  settleDependents(
    world,
    object,
    options["propagationPolicy"] ?? query.get("propagationPolicy") ?? "Background",
  );
  return undefined;
};

const emptyNamespace = (world: World, namespace: string): void => {
  for (const object of world.store.all()) {
    const kind = kindOf(world.store.kinds(), object);
    if (kind?.namespaced === true && text(object, "metadata", "namespace") === namespace) {
      world.store.remove(kind, namespace, text(object, "metadata", "name"));
    }
  }
};

/** What the garbage collector does, at once: dependents go too, or are orphaned. */
const settleDependents = (world: World, owner: Thing, policy: Json): void => {
  const uid = text(owner, "metadata", "uid");
  for (const object of world.store.all()) {
    const owners = things(object, "metadata", "ownerReferences");
    if (!owners.some((reference) => reference["uid"] === uid)) continue;
    const kind = kindOf(world.store.kinds(), object);
    if (kind === undefined) continue;
    const left = owners.filter((reference) => reference["uid"] !== uid);
    if (policy === "Orphan" || left.length > 0) {
      const orphan = structuredClone(object);
      ensure(orphan, "metadata")["ownerReferences"] = left;
      world.store.put(orphan);
    } else {
      world.store.remove(kind, text(object, "metadata", "namespace"), text(object, "metadata", "name"));
      settleDependents(world, object, policy);
    }
  }
};
