import type { ServerResponse } from "node:http";
import { type Address, isOn } from "./address.ts";
import type { Thing } from "./json.ts";
import { apiVersionOf } from "./kinds.ts";
import { chosen, concerns } from "./lists.ts";
import type { Change, Store } from "./store.ts";

/** Streams changes: first what there is (or what happened since `resourceVersion`), a bookmark where asked, then the rest. */
export const watch = (
  store: Store,
  address: Address,
  query: URLSearchParams,
  response: ServerResponse,
): void => {
  const { namespace, name } = address;
  const send = (type: string, object: Thing) => response.write(`${JSON.stringify({ type, object })}\n`);
  const fits = concerns(namespace, name, query);
  response.writeHead(200, { "content-type": "application/json" });
  for (const { type, object } of beginning(store, address, query)) send(type, object);
  if (isOn(query, "allowWatchBookmarks"))
    send("BOOKMARK", bookmark(store, address, isOn(query, "sendInitialEvents")));
  else response.flushHeaders();
  const stop = store.onChange((change) => {
    if (isOf(change, address) && fits(change.object)) send(change.type, change.object);
  });
  const limit = Number(query.get("timeoutSeconds") ?? 0);
  const timer = limit > 0 ? setTimeout(() => response.end(), limit * 1000) : undefined;
  timer?.unref();
  response.on("close", () => {
    stop();
    clearTimeout(timer);
  });
};

const beginning = (
  store: Store,
  address: Address,
  query: URLSearchParams,
): readonly Pick<Change, "type" | "object">[] => {
  const since = query.get("resourceVersion") ?? "";
  if (isOn(query, "sendInitialEvents") || since === "" || since === "0") {
    return chosen(store, address, query).map((object) => ({ type: "ADDED", object }));
  }
  const fits = concerns(address.namespace, address.name, query);
  return store
    .changes()
    .filter((change) => change.version > Number(since) && isOf(change, address) && fits(change.object));
};

const isOf = (change: Change, { kind }: Address): boolean =>
  change.kind.plural === kind.plural && change.kind.group === kind.group;

const bookmark = (store: Store, { kind }: Address, initial: boolean): Thing => ({
  kind: kind.kind,
  apiVersion: apiVersionOf(kind),
  metadata: {
    resourceVersion: String(store.version()),
    creationTimestamp: null,
    ...(initial ? { annotations: { "k8s.io/initial-events-end": "true" } } : {}),
  },
});
