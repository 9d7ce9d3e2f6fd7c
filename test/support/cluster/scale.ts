import type { World } from "./defaults/index.ts";
import { dig, ensure, isThing, type Thing, text, thing } from "./json.ts";
import { mergePatch } from "./patches.ts";
import { badRequest, notFound } from "./status.ts";
import { targetOf, update, type WriteRequest } from "./write.ts";

/** The scale of an object, as `autoscaling/v1`. */
export const scaleOf = (object: Thing): Thing => ({
  kind: "Scale",
  apiVersion: "autoscaling/v1",
  metadata: Object.fromEntries(
    ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"].map((key) => [
      key,
      dig(object, "metadata", key) ?? null,
    ]),
  ),
  spec: { replicas: dig(object, "spec", "replicas") ?? 0 },
  status: {
    replicas: dig(object, "status", "replicas") ?? 0,
    selector: Object.entries(thing(object, "spec", "selector", "matchLabels"))
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(","),
  },
});

/** Sets `spec.replicas` by a PUT or PATCH of the scale; the field's owner is remembered with its subresource. */
export const scale = (world: World, request: WriteRequest): Thing => {
  const { address, body, contentType } = request;
  const live = world.store.get(address.kind, address.namespace, address.name);
  if (live === undefined) throw notFound(targetOf(address));
  const wanted = contentType.includes("merge-patch") ? mergePatch(scaleOf(live), body) : body;
  const replicas = dig(wanted, "spec", "replicas") ?? 0;
  if (!isThing(wanted) || typeof replicas !== "number") throw badRequest("spec.replicas is a number");
  const next = structuredClone(live);
  ensure(next, "spec")["replicas"] = replicas;
  ensure(next, "metadata")["resourceVersion"] = text(wanted, "metadata", "resourceVersion");
  return scaleOf(update(world, { ...request, body: next }));
};
