import { isMap, type Value, type ValueMap } from "../../core/value.ts";
import type { Address } from "./address.ts";

/** The attributes that the configuration writes an expression for; `undefined` where the document does not tell. */
export type WrittenAttributes = (address: Address) => ReadonlySet<string> | undefined;

export const writtenAttributes = (configuration: unknown): WrittenAttributes => {
  const modules: Modules = new Map();
  if (isDocument(configuration)) collect(configuration["root_module"], "", modules);
  const instances = new Map<string, ReadonlyMap<string, ReadonlySet<string>> | undefined>();
  return ({ namespace, kind, name }) => {
    if (modules.size === 0) return undefined;
    if (!instances.has(namespace)) instances.set(namespace, modules.get(withoutKeys(namespace)));
    return instances.get(namespace)?.get(`${kind}.${name}`);
  };
};

/** By the path of a module, then by the address of a resource within it. */
type Modules = Map<string, Map<string, ReadonlySet<string>>>;

const collect = (module: Value | undefined, path: string, into: Modules): void => {
  if (!isMap(module)) return;
  const own = new Map<string, ReadonlySet<string>>();
  for (const resource of listOf(module["resources"])) {
    const expressions = isMap(resource) ? resource["expressions"] : undefined;
    if (!isMap(resource) || typeof resource["address"] !== "string") continue;
    own.set(resource["address"], new Set(isMap(expressions) ? Object.keys(expressions) : []));
  }
  into.set(path, own);
  const calls = module["module_calls"];
  if (!isMap(calls)) return;
  for (const [name, call] of Object.entries(calls)) {
    const below = `${path}${path === "" ? "" : "."}module.${name}`;
    if (isMap(call)) collect(call["module"], below, into);
  }
};

/** The configuration knows a module once, whatever its instances. Keys may hold brackets inside their quotes. */
const withoutKeys = (path: string): string => path.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, "");

const listOf = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);
export const isDocument = (value: unknown): value is ValueMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);
