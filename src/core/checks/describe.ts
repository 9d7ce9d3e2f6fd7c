import { redactText } from "../secret.ts";
import type { Check } from "./check.ts";
import { targetOf } from "./evaluate.ts";

/** What a check asks, in one clause: method and address, or kind and place. */
export const asksOf = (check: Check): string => {
  const { read } = check;
  return read.kind === "http" ? `${read.method} ${targetOf(check)}` : `${read.kind} ${targetOf(check)}`;
};

/** What has to come back, one clause each. */
export const demandsOf = ({ read, when }: Check): readonly string[] =>
  read.kind === "http"
    ? [`status ${when.status}`, ...(when.body === undefined ? [] : [`body /${redactText(when.body)}/`])]
    : otherDemands(read["when"]);

const otherDemands = (when: unknown): readonly string[] =>
  typeof when === "object" && when !== null
    ? Object.entries(when).map(([name, value]) => `${name} ${redactText(String(value))}`)
    : [];
