import type { Identity } from "../../core/identity.ts";
import type { Masker } from "../../core/secret.ts";

/** An address as people may see it. Types and names are written in code; only the keys in brackets are values. */
export const maskedAddress = (address: string, masker: Masker): string =>
  address.replace(bracketed, (key) => masker.text(key));

/** The same for its parts. What is hashed stays the identity itself. */
export const maskedIdentity = (identity: Identity, masker: Masker): Identity => {
  const [namespace, name] = [identity.namespace, identity.name].map((part) => maskedAddress(part, masker));
  return { ...identity, namespace: namespace ?? "", name: name ?? "", key: masker.text(identity.key) };
};

const bracketed = /\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g;
