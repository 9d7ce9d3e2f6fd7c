import { isBenignValue, suspicionOf } from "./names.ts";

export type Swap = (secret: string) => string;

/** Cheap: false for a text in which {@link swapSecrets} could not find anything. */
export const mayHoldSecret = (text: string): boolean => {
  if (text.length < 6) return false;
  if (text.length >= shortestToken && tokenHints.test(text)) return true;
  return hasSign(text) && hints.test(text);
};

/** A colon, an equals sign or a space. Most texts are short and have none, and to call the pattern engine costs more than to look. */
const hasSign = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x3a || code === 0x3d || code === 0x20) return true;
  }
  return false;
};

/**
 * Free text with every secret-looking part swapped: key blocks, values of secret names, tokens of known makers, passwords in
 * addresses. What was already swapped stays.
 */
export const swapSecrets = (text: string, swap: Swap): string => {
  if (!mayHoldSecret(text)) return text;
  return steps.reduce((done, step) => step(done, swap), text);
};

/** A secret's name counts only with a sign behind it, which keeps paths such as `…:key/…` out. */
const hints = new RegExp(
  [
    "(?:pass|pwd|secret|token|key|cred|conn\\w{0,10}str|auth|cookie|bearer|dsn|otp|sas|kube|sig|url)",
    "[\\w.-]{0,40}(?:\\\\{0,4}[\"']?[ \\t]{0,8}[:=]|[ \\t])",
    "|:\\/\\/[^/\\s]*@",
  ].join(""),
  "i",
);
const shortestToken = 13;
const tokenHints =
  /-----BEGIN|eyJ|A[KSBC][IC]A|gh[pousr]_|github_pat|glpat|xox|xapp|hooks\.|\/webhooks|AIza|ya29|[sr]k[_-]|npm_|SG\.|hvs\.|dop_v1|pypi-|ATATT/;

const swapBlocks = (text: string, swap: Swap): string =>
  text.replace(keyBlock, (block, label: string) =>
    /CERTIFICATE|PUBLIC|PARAMETERS|CRL/.test(label) ? block : swap(block),
  );

/** Up to the end of the text where the block is cut short. */
const keyBlock = /-----BEGIN ([A-Z0-9 ]{1,60})-----[\s\S]*?(?:-----END \1-----|$)/g;

/** A value holds pairs of its own: `https:` is followed by one, with the first of the query in it. */
const swapPairs = (text: string, swap: Swap, depth = 0): string =>
  text.replace(pair, (whole: string, name: string, middle: string, value: string) => {
    // Within a value a bare colon is a part of an ARN or of an image, not a sign.
    const signs = depth === 0 || /[="']/.test(middle);
    if (signs && suspicionOf(name) === "strong") return `${name}${middle}${swapValue(value, swap)}`;
    const deeper = depth < deepest && /[:=]/.test(value);
    return deeper ? `${name}${middle}${swapPairs(value, swap, depth + 1)}` : whole;
  });

/** Keeps a text of nothing but pairs from costing its length squared. */
const deepest = 8;

/** `name = value`, `"name": "value"` (also escaped), `?name=value&`, and a YAML block scalar under a name. */
const pair = new RegExp(
  [
    "(?<![\\w.-])([\\w.-]{2,80})",
    "(\\\\*[\"']?[ \\t]{0,8}(?:=>|[:=])[ \\t]{0,8})",
    "(",
    [
      '\\\\+"(?:[^"\\\\])*\\\\+"',
      '"(?:[^"\\\\]|\\\\[\\s\\S])*"',
      "'[^']*'",
      "\\((?:sensitive value|known after apply)\\)",
      "[|>][-+\\d]{0,2}[ \\t]*(?:\\r?\\n[ \\t]+[^\\n]*)+",
      "(?:‹[^›\\n]*›|,(?!\\s|[\\w.-]+[=:])|[^\\s\"',;&])+",
    ].join("|"),
    ")",
  ].join(""),
  "g",
);

const swapFlags = (text: string, swap: Swap): string =>
  text.replace(flag, (whole: string, name: string, space: string, value: string) =>
    suspicionOf(name) === "strong" ? `${name}${space}${swapValue(value, swap)}` : whole,
  );

const flag = /(?<!\S)(--?[a-z][\w-]{2,60})([ \t]{1,8})(?!-)("[^"]*"|'[^']*'|‹[^›\n]*›|[^\s"']+)/gi;

/** Keeps the quotes around what it swaps. */
const swapValue = (value: string, swap: Swap): string => {
  const [, open = "", inner = "", close = ""] = /^(\\*["']?)([\s\S]*?)(\\*["']?)$/.exec(value) ?? [];
  return isBenignValue(inner) ? value : `${open}${swap(inner)}${close}`;
};

const swapAuthorization = (text: string, swap: Swap): string =>
  text.replace(authorization, (whole: string, before: string, value: string) =>
    /^bearer/i.test(before) && !/\d/.test(value) ? whole : `${before}${swap(value)}`,
  );

const authorization =
  /\b(authorization["']?[ \t]{0,4}[:=][ \t]{0,4}["']?[a-z]{3,20}[ \t]{1,4}|bearer[ \t]{1,4})([\w.~+/=-]{6,})/gi;

const swapAddresses = (text: string, swap: Swap): string =>
  text
    .replace(userinfo, (whole: string, before: string, password: string) =>
      isBenignValue(password) ? whole : `${before}${swap(password)}@`,
    )
    .replace(lonelyUser, (whole: string, before: string, user: string) =>
      /\d/.test(user) || user.length >= 20 ? `${before}${swap(user)}@` : whole,
    )
    .replace(signature, (_whole, before: string, value: string) => `${before}${swap(value)}`);

const userinfo = /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@:"'<>?#]{0,200}:)([^\s/"'<>]{1,500})@/gi;
const lonelyUser = /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/)([^\s/@:"'<>?#‹]{8,500})@/gi;
const signature = /([?&](?:sig|signature|x-amz-(?:signature|credential|security-token))=)([^&\s"'‹]+)/gi;

const swapTokens = (text: string, swap: Swap): string => text.replace(token, (found) => swap(found));

const token = new RegExp(
  [
    "\\beyJ[\\w-]{8,4000}\\.[\\w-]{8,}(?:\\.[\\w-]*)?",
    "\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b",
    "\\bgh[pousr]_\\w{20,}",
    "\\bgithub_pat_\\w{20,}",
    "\\bglpat-[\\w-]{16,}",
    "\\b(?:xox[abeoprs]|xapp)-[\\w-]{8,}",
    "\\bhooks\\.slack\\.com/(?:services|workflows|triggers)/[\\w/-]+",
    "\\bdiscord(?:app)?\\.com/api/webhooks/[\\w/-]+",
    "\\bAIza[\\w-]{35}",
    "\\bya29\\.[\\w-]{20,}",
    "\\b[sr]k_(?:live|test)_\\w{10,}",
    "\\bsk-[\\w-]{20,}",
    "\\bnpm_\\w{36}",
    "\\bSG\\.[\\w-]{16,80}\\.[\\w-]{16,}",
    "\\bhvs\\.[\\w-]{20,}",
    "\\bdop_v1_\\w{32,}",
    "\\bpypi-[\\w-]{32,}",
    "\\bATATT[\\w=-]{20,}",
  ].join("|"),
  "g",
);

/** Key blocks before pairs, so that no pair takes only a block's first word; pairs before tokens, to take values whole. */
const steps: readonly ((text: string, swap: Swap) => string)[] = [
  swapBlocks,
  swapPairs,
  swapFlags,
  swapAuthorization,
  swapAddresses,
  swapTokens,
];
