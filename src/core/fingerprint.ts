import { hash } from "node:crypto";

/** SHA-256 as 64 lower-case hex digits; the parts are framed as JSON so that no part can imitate a separator. */
export const fingerprint = (...parts: readonly string[]): string =>
  hash("sha256", JSON.stringify(parts), "hex");

/** The reference's fingerprint: SHA-256 of the parts joined with `|`. Kept so that its mutes and memory still match. */
export const legacyFingerprint = (...parts: readonly string[]): string =>
  hash("sha256", parts.join("|"), "hex");
