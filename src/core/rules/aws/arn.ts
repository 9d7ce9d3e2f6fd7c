import { matchesAll } from "./policy-document.ts";

/** An ARN or pattern that reaches everything there is, or everything that `service` has. */
export const reachesAll = (pattern: string, service: string | undefined): boolean => {
  if (matchesAll(pattern)) return true;
  const [scheme, , owner, ...rest] = pattern.trim().split(":");
  if (scheme !== "arn" || owner === undefined) return false;
  if (!matchesAll(owner) && owner.toLowerCase() !== service?.toLowerCase()) return false;
  return rest.every((part) => part === "" || matchesAll(part));
};

/** A pattern that names neither an account nor, where there is none, a resource: anybody can own a match. */
export const namesNobody = (pattern: string): boolean => {
  const [scheme, , , , account = "*", ...resource] = pattern.trim().split(":");
  if (scheme !== "arn") return nobody.includes(pattern.trim().split(/[*?]/u)[0] ?? "");
  return account === "" ? resource.every(matchesAll) : /^[*?]+$/u.test(account);
};

/** What every id of a kind begins with: a pattern with nothing more before its first wildcard picks no one out. */
const nobody = ["", "o-", "vpc-", "vpce-", "arn:"];
