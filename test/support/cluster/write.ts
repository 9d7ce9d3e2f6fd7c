import { randomBytes } from "node:crypto";
import { type Address, isOn } from "./address.ts";
import { applyDefaults, type World } from "./defaults/index.ts";
import { refuseImmutable } from "./immutable.ts";
import { dig, ensure, isThing, type Json, same, type Thing, text } from "./json.ts";
import { apiVersionOf } from "./kinds.ts";
import { recordUpdate, serverSideApply, type Writer } from "./ownership.ts";
import { jsonPatch, mergePatch, strategicMerge } from "./patches.ts";
import { alreadyExists, badRequest, conflict, notFound, Refusal, type Target } from "./status.ts";
import { seconds } from "./store.ts";

export type WriteRequest = {
  readonly address: Address;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly contentType: string;
  readonly userAgent: string;
  readonly now: Date;
};

export const targetOf = ({ kind, name }: Address): Target => ({
  group: kind.group,
  plural: kind.plural,
  name,
});

const isDry = (query: URLSearchParams): boolean => query.getAll("dryRun").includes("All");

const writerOf = ({ address, query, userAgent, now }: WriteRequest): Writer => ({
  manager: query.get("fieldManager") ?? (userAgent.split("/")[0] || "unknown"),
  apiVersion: apiVersionOf(address.kind),
  time: seconds(now),
  subresource: address.subresource,
  builtin: address.kind.builtin,
  hasStatus: address.kind.subresources.includes("status"),
});

const store = (world: World, object: Thing, query: URLSearchParams): Thing =>
  isDry(query) ? object : world.store.put(object);

export const create = (world: World, request: WriteRequest): Thing => {
  const { address, query, body } = request;
  if (!isThing(body)) throw badRequest("the body of a create is an object");
  const object = structuredClone(body);
  prepare(world, object, address, request.now);
  const named = { ...address, name: text(object, "metadata", "name") };
  if (world.store.get(named.kind, named.namespace, named.name) !== undefined)
    throw alreadyExists(targetOf(named));
  applyDefaults(object, world);
  recordUpdate(undefined, object, writerOf(request));
  return store(world, object, query);
};

/** The metadata that the server alone gives; a namespaced object needs its namespace to be there. */
const prepare = (world: World, object: Thing, { kind, namespace }: Address, now: Date): void => {
  const metadata = ensure(object, "metadata");
  if (kind.namespaced) {
    metadata["namespace"] ??= namespace;
    if (metadata["namespace"] !== namespace) {
      throw badRequest(
        "the namespace of the provided object does not match the namespace sent on the request",
      );
    }
    const home = world.store.kinds().find((known) => known.kind === "Namespace");
    if (home !== undefined && world.store.get(home, "", namespace) === undefined) {
      throw notFound({ group: "", plural: "namespaces", name: namespace });
    }
  }
  if (text(metadata, "name") === "" && text(metadata, "generateName") !== "") {
    metadata["name"] = `${text(metadata, "generateName")}${randomBytes(4).toString("hex").slice(0, 5)}`;
  }
  if (text(metadata, "name") === "") {
    throw new Refusal(
      422,
      "Invalid",
      `${kind.kind} "" is invalid: metadata.name: Required value: name or generateName is required`,
    );
  }
  for (const key of ["uid", "resourceVersion", "managedFields", "selfLink"]) delete metadata[key];
  metadata["creationTimestamp"] = seconds(now);
  if (object["spec"] !== undefined) metadata["generation"] = 1;
  if (kind.subresources.includes("status") && kind.builtin) delete object["status"];
};

export const update = (world: World, request: WriteRequest): Thing => {
  const { address, body } = request;
  if (!isThing(body)) throw badRequest("the body of an update is an object");
  const live = existing(world, address);
  return replaceWith(world, request, live, structuredClone(body));
};

const existing = (world: World, address: Address): Thing => {
  const live = world.store.get(address.kind, address.namespace, address.name);
  if (live === undefined) throw notFound(targetOf(address));
  return live;
};

const replaceWith = (world: World, request: WriteRequest, live: Thing, wanted: Thing): Thing => {
  const next = settled(world, request, live, wanted);
  recordUpdate(live, next, writerOf(request));
  return same(strip(next), strip(live)) ? structuredClone(live) : store(world, next, request.query);
};

/** What an update leaves behind: identity and (elsewhere than at `status`) status are kept, a changed spec is a generation. */
const settled = (world: World, { address }: WriteRequest, live: Thing, wanted: Thing): Thing => {
  const version = text(wanted, "metadata", "resourceVersion");
  if (version !== "" && version !== text(live, "metadata", "resourceVersion"))
    throw conflict(targetOf(address));
  const next: Thing =
    address.subresource === "status" ? { ...structuredClone(live), status: wanted["status"] ?? {} } : wanted;
  const metadata = ensure(next, "metadata");
  for (const key of ["name", "namespace", "uid", "creationTimestamp", "generation", "deletionTimestamp"]) {
    const kept = dig(live, "metadata", key);
    if (kept !== undefined) metadata[key] = structuredClone(kept);
  }
  metadata["resourceVersion"] = text(live, "metadata", "resourceVersion");
  if (address.subresource !== "status" && address.kind.subresources.includes("status")) {
    if (live["status"] === undefined) delete next["status"];
    else next["status"] = structuredClone(live["status"]);
  }
  applyDefaults(next, world);
  refuseImmutable(live, next, targetOf(address));
  if (next["spec"] !== undefined && !same(next["spec"], live["spec"])) {
    metadata["generation"] = Number(dig(live, "metadata", "generation") ?? 0) + 1;
  }
  return next;
};

const strip = (object: Thing): Thing => {
  const { metadata, ...rest } = structuredClone(object);
  const { managedFields: _owned, resourceVersion: _version, ...others } = isThing(metadata) ? metadata : {};
  return { ...rest, metadata: others };
};

export const patch = (world: World, request: WriteRequest): Thing => {
  const { address, body, contentType } = request;
  const type = contentType.split(";")[0] ?? "";
  if (type === "application/apply-patch+yaml") return apply(world, request);
  const live = existing(world, address);
  const patched = patchedBy(type, live, body, address);
  return replaceWith(world, request, live, isThing(patched) ? patched : {});
};

const patchedBy = (type: string, live: Thing, body: Json, { kind }: Address): Json => {
  const target = structuredClone(live);
  switch (type) {
    case "application/json-patch+json":
      return jsonPatch(target, body);
    case "application/merge-patch+json":
      return mergePatch(target, body);
    case "application/strategic-merge-patch+json":
      if (kind.builtin) return strategicMerge(target, body);
      break;
    default:
  }
  throw new Refusal(
    415,
    "UnsupportedMediaType",
    `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml`,
  );
};

const apply = (world: World, request: WriteRequest): Thing => {
  const { address, query, body } = request;
  if (!isThing(body))
    throw badRequest("error decoding YAML: the body of an apply is read here only as a JSON object");
  if (query.get("fieldManager") === null)
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  const live = world.store.get(address.kind, address.namespace, address.name);
  const applied = structuredClone(body);
  if (live === undefined) prepare(world, applied, address, request.now);
  const merged = serverSideApply(live, applied, writerOf(request), isOn(query, "force"));
  if (live === undefined) {
    applyDefaults(merged, world);
    return store(world, merged, query);
  }
  const next = settled(world, request, live, merged);
  return same(next, live) ? structuredClone(live) : store(world, next, query);
};
