import type { Identity } from "../../core/identity.ts";
import type { Masker } from "../../core/secret.ts";

/** An address as people may see it. Types and names are written in code; only the keys in brackets are values. */
export const maskedAddress = (address: string, masker: Masker): string =>
  address.includes("[") ? address.replace(bracketed, (key) => masker.text(key)) : address;

/** The same for its parts. What is hashed stays the identity itself. */
export const maskedIdentity = (identity: Identity, masker: Masker): Identity => {
  const namespace = maskedAddress(identity.namespace, masker);
  const name = maskedAddress(identity.name, masker);
  const key = identity.key === "" ? "" : masker.text(identity.key);
  return namespace === identity.namespace && name === identity.name && key === identity.key
    ? identity
    : { ...identity, namespace, name, key };
};

const bracketed = /\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g;
