import { isMap, type Value, type ValueMap } from "../../core/value.ts";
import type { Address } from "./address.ts";

/** The attributes that the configuration writes an expression for; `undefined` where the document does not tell. */
export type WrittenAttributes = (address: Address) => ReadonlySet<string> | undefined;

export const writtenAttributes = (configuration: unknown): WrittenAttributes => {
  const found = new Map<string, ReadonlySet<string>>();
  if (isDocument(configuration)) collect(configuration["root_module"], "", found);
  return ({ namespace, kind, name }) => found.get(`${withoutKeys(namespace)}/${kind}.${name}`);
};

const collect = (module: Value | undefined, path: string, into: Map<string, ReadonlySet<string>>): void => {
  if (!isMap(module)) return;
  for (const resource of listOf(module["resources"])) {
    const expressions = isMap(resource) ? resource["expressions"] : undefined;
    if (!isMap(resource) || typeof resource["address"] !== "string") continue;
    into.set(`${path}/${resource["address"]}`, new Set(isMap(expressions) ? Object.keys(expressions) : []));
  }
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
