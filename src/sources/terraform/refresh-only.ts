import { isDocument } from "../../platform/terraform/expressions.ts";
import type { Rows } from "../../platform/terraform/gate.ts";

/**
 * Whether the plan only refreshed. What is recorded and was planned has a row, be it a no-op; a plan that recorded managed
 * things and has no row at all never compared the code.
 */
export const isRefreshOnly = ({ plan, changes }: Rows): boolean => {
  if (changes.length > 0 || !isDocument(plan.prior_state)) return false;
  const { prior_state: state } = plan;
  const values = isDocument(state) ? state["values"] : undefined;
  return isDocument(values) && holdsManaged(values["root_module"]);
};

const holdsManaged = (module: unknown): boolean => {
  if (!isDocument(module)) return false;
  const resources = listOf(module["resources"]);
  return (
    resources.some((resource) => isDocument(resource) && resource["mode"] === "managed") ||
    listOf(module["child_modules"]).some(holdsManaged)
  );
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
