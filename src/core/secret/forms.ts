/** Secrets shorter than this are masked where they stand, but not looked for elsewhere. */
export const shortestSought = 6;

/** How a secret may be written elsewhere: as it is, and escaped for JSON, encoded for a URL or in Base64. */
export const formsOf = (secret: string): readonly string[] => {
  if (isPlain.test(secret)) return longEnough([secret, ...inBase64(secret)]);
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, json, escapedForHtml(json), ...inBase64(secret)];
  const encoded = /[\ud800-\udfff]/u.test(secret) ? [] : [encodeURIComponent(secret)];
  return longEnough([...new Set([...forms, ...encoded])]);
};

/**
 * Whether the beginnings of all its forms are told by its own beginning: no character of it is written in two ways, and none
 * of its Base64 forms ends within the part that is compared.
 */
export const hasPlainStart = (secret: string): boolean =>
  secret.length >= 2 * shortestSought && isPlain.test(secret);

const longEnough = (forms: readonly string[]): readonly string[] =>
  forms.filter((form) => form.length >= shortestSought);

/** The same in JSON and in a URL. */
const isPlain = /^[\w.!~*'()-]+$/;

/** As Go writes JSON, and so Terraform's `jsonencode`. */
const escapedForHtml = (json: string): string =>
  json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);

/** Whole, and inside of a longer text at each of the three places where it can begin: only what no neighbour has a part in. */
const inBase64 = (secret: string): readonly string[] => {
  const bytes = Buffer.byteLength(secret);
  const inner = [0, 1, 2].map((before) => {
    const shifted = base64("\0".repeat(before) + secret);
    return shifted.slice([0, 2, 3][before], (before + bytes) % 3 === 0 ? undefined : -1);
  });
  return [base64(secret), ...inner];
};

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64").replace(/=+$/, "");
