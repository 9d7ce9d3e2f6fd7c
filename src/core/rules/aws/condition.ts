import { isList, isMap, type Value, type ValueMap } from "../../value.ts";
import type { Answer } from "../rule.ts";
import { some } from "./answers.ts";
import { namesNobody } from "./arn.ts";
import { anyOf, flag, texts } from "./attributes.ts";
import { parseCidr, worldFamilies } from "./cidr.ts";
import { element } from "./policy-document.ts";

/**
 * Does the statement's condition keep strangers out? Tests are joined by AND, so one that does is enough. Only tests that name
 * an owner, a network or a caller count: TLS, a referer or an encryption header keep nobody out.
 */
export const keepsStrangersOut = (statement: ValueMap): Answer => {
  const condition = element(statement, "Condition");
  if (condition === undefined || condition === null) return "no";
  if (!isMap(condition)) return "unknown";
  return some(
    Object.entries(condition).map(([operator, tests]) =>
      isMap(tests)
        ? some(Object.entries(tests).map(([key, values]) => holds(operatorOf(operator), key, values)))
        : "unknown",
    ),
  );
};

type Operator = {
  readonly name: string;
  /** True for all values also when the request carries none. */
  readonly vacuous: boolean;
  /** True also when the request does not carry the key. */
  readonly ifExists: boolean;
};

const operatorOf = (text: string): Operator => {
  const name = text.toLowerCase().trim();
  const bare = name.replace(/^forallvalues:|^foranyvalue:/u, "");
  return {
    name: bare.replace(/ifexists$/u, ""),
    vacuous: name.startsWith("forallvalues:"),
    ifExists: bare.endsWith("ifexists"),
  };
};

const holds = ({ name, vacuous, ifExists }: Operator, key: string, values: Value): Answer => {
  const subject = key.toLowerCase().trim();
  if (vacuous || (ifExists && subject !== "aws:sourceip")) return "no";
  if (addressKeys.has(subject)) return name === "ipaddress" ? limitsAddresses(values) : "no";
  if (callerFlags.has(subject)) return name === "bool" ? isOn(values) : "no";
  if (!ownerKeys.has(subject)) return "no";
  if (name === "stringequals" || name === "stringequalsignorecase") return "yes";
  return patternOperators.has(name) ? limitsOwners(values) : "no";
};

const isOn = (values: Value): Answer =>
  flag(isList(values) && values.length === 1 ? values[0] : values, "no");

const limitsOwners = (values: Value): Answer => {
  const { known, unreadable } = texts(values);
  if (known.some(namesNobody)) return "no";
  return unreadable ? "unknown" : "yes";
};

const limitsAddresses = (values: Value): Answer => {
  const cidrs = texts(values);
  const spans = cidrs.known.flatMap((cidr) => parseCidr(cidr) ?? []);
  if (worldFamilies(spans).length > 0) return "no";
  const garbled = anyOf(cidrs, (cidr) => parseCidr(cidr) === undefined);
  return garbled === "no" ? "yes" : "unknown";
};

/** ArnEquals takes wildcards as ArnLike does. */
const patternOperators = new Set(["stringlike", "arnequals", "arnlike"]);

const addressKeys = new Set(["aws:sourceip", "aws:vpcsourceip"]);

const callerFlags = new Set(["aws:principalisawsservice", "elasticfilesystem:accessedviamounttarget"]);

const ownerKeys = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);
