import { type Address, parseAddress } from "./address.ts";
import { isDocument } from "./expressions.ts";

/** Kinds of the provisioners that the configuration gives a resource; each runs a command when it is made or destroyed. */
export const provisionersOf = (configuration: unknown, address: string): readonly string[] => {
  const parts = parseAddress(address);
  if (parts === undefined || !isDocument(configuration)) return [];
  const module = moduleNames(parts).reduce<unknown>(childOf, configuration["root_module"]);
  const resources = isDocument(module) ? listOf(module["resources"]) : [];
  const resource = resources.find(
    (one) => isDocument(one) && one["type"] === parts.kind && one["name"] === parts.name,
  );
  const provisioners = isDocument(resource) ? listOf(resource["provisioners"]) : [];
  return provisioners.map((one) => (isDocument(one) ? String(one["type"]) : "unknown"));
};

/** Module names cannot hold a dot, and keys may, so the keys go first. */
const moduleNames = ({ namespace }: Pick<Address, "namespace">): readonly string[] =>
  namespace
    .replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, "")
    .split(".")
    .filter((step, at) => at % 2 === 1 && step !== "");

const childOf = (module: unknown, name: string): unknown => {
  const calls = isDocument(module) ? module["module_calls"] : undefined;
  const call = isDocument(calls) ? calls[name] : undefined;
  return isDocument(call) ? call["module"] : undefined;
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
