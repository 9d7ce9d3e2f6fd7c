import type { Address } from "./address.ts";
import { type Thing, text } from "./json.ts";
import { apiVersionOf } from "./kinds.ts";
import { selects } from "./selectors.ts";
import { badRequest } from "./status.ts";
import type { Store } from "./store.ts";

/** The objects that a list or watch is about. */
export const chosen = (
  store: Store,
  { kind, namespace, name }: Address,
  query: URLSearchParams,
): readonly Thing[] => store.of(kind).filter(concerns(namespace, name, query));

export const concerns = (
  namespace: string,
  name: string,
  query: URLSearchParams,
): ((object: Thing) => boolean) => {
  const selected = selects(query);
  return (object) =>
    (namespace === "" || text(object, "metadata", "namespace") === namespace) &&
    (name === "" || text(object, "metadata", "name") === name) &&
    selected(object);
};

/** One page of a list, with the token of the next; refuses a token that is not one of ours. */
export const listOf = (store: Store, address: Address, query: URLSearchParams): Thing => {
  const all = chosen(store, address, query);
  const start = startOf(query.get("continue"), all);
  const limit = Number(query.get("limit") ?? 0);
  const page = limit > 0 ? all.slice(start, start + limit) : all.slice(start);
  const left = all.length - start - page.length;
  const last = page.at(-1);
  const more = left > 0 && last !== undefined ? { continue: tokenFor(last), remainingItemCount: left } : {};
  return {
    kind: `${address.kind.kind}List`,
    apiVersion: apiVersionOf(address.kind),
    metadata: { resourceVersion: String(store.version()), ...more },
    items: page.map(({ kind: _kind, apiVersion: _apiVersion, ...rest }) =>
      // A list of a custom kind repeats kind and version in each item, a built-in one does not.
      address.kind.builtin
        ? structuredClone(rest)
        : structuredClone({ apiVersion: apiVersionOf(address.kind), kind: address.kind.kind, ...rest }),
    ),
  };
};

const placeOf = (object: Thing): string =>
  `${text(object, "metadata", "namespace")}/${text(object, "metadata", "name")}`;

const tokenFor = (last: Thing): string =>
  Buffer.from(JSON.stringify({ after: placeOf(last) })).toString("base64url");

const startOf = (token: string | null, all: readonly Thing[]): number => {
  if (token === null || token === "") return 0;
  const match = /^\{"after":"(.*)"\}$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  if (match === null) throw badRequest("continue key is not valid: illegal base64 data");
  const at = all.findIndex((object) => placeOf(object) === match[1]);
  return at < 0 ? 0 : at + 1;
};
