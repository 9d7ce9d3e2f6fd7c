import { createHmac, randomBytes } from "node:crypto";

export type Seal = (secret: string) => string;

export const keyBytes = 32;

export const newKey = (): Buffer => randomBytes(keyBytes);

/** HMAC of a secret (D8): the same secret has the same seal, and without the key nobody can try a guess. */
export const sealWith =
  (key: Buffer): Seal =>
  (secret) =>
    createHmac("sha256", key).update(secret).digest("base64url");
