import { redactText } from "../secret.ts";
import { formatDuration } from "../time.ts";
import type { Check, Demand, When } from "./check.ts";
import { printTest } from "./json-path.ts";
import { shownUrl } from "./shown-url.ts";
import { printStatuses } from "./status.ts";

/** Where a check looks, without userinfo or query values. */
export const targetOf = ({ read }: Check): string => {
  if (read.kind === "http") return typeof read.url === "string" ? shownUrl(read.url) : "";
  const { namespace, selector } = read;
  const parts = [namespace, selector].filter((part) => typeof part === "string" && part !== "");
  return parts.length === 0 ? read.kind : parts.join("/");
};

/** What a check asks, in one clause: method and address, or kind and place. */
export const asksOf = (check: Check): string =>
  `${check.read.kind === "http" ? check.read.method : check.read.kind} ${targetOf(check)}`;

/** What has to come back, one clause each. */
export const demandsOf = ({ read, when }: Check): readonly string[] =>
  read.kind === "http" ? httpDemands(when) : otherDemands(read["when"]);

const httpDemands = ({ status, body, json, latency, certificate }: When): readonly string[] => [
  demand(status, `status ${printStatuses(status.is)}`),
  ...(body === undefined ? [] : [demand(body, `body contains /${redactText(body.is)}/`)]),
  ...json.map((one) =>
    demand(one, `${one.is.path} ${printTest(one.is.test).replace(/^contain /, "contains ")}`),
  ),
  ...(latency === undefined ? [] : [demand(latency, `within ${formatDuration(latency.is)}`)]),
  ...(certificate === undefined
    ? []
    : [demand(certificate, `certificate good for ${formatDuration(certificate.is)}`)]),
];

const demand = ({ severity }: Demand<unknown>, text: string): string =>
  severity === undefined ? text : `${text} [${severity}]`;

const otherDemands = (when: unknown): readonly string[] =>
  typeof when === "object" && when !== null
    ? Object.entries(when).map(([name, value]) => `${name} ${redactText(String(value))}`)
    : [];
