import type { HttpRead } from "../../core/checks/check.ts";
import { resolveHeaders, variablesIn } from "../../core/checks/headers.ts";
import { knownValues } from "../../core/secret/known-values.ts";
import { SteadystateError } from "../../errors.ts";
import type { Files } from "../../system/files.ts";

/** Where what a request carries comes from. */
export type Wardrobe = {
  /** Value of a variable of the environment; `undefined` where there is none to give. */
  readonly variable: (name: string) => string | undefined;
  readonly files: Pick<Files, "readText">;
};

/** What a request carries; `hide` takes every value that came from a variable out of a text. */
export type Outfit =
  | {
      readonly ok: true;
      readonly headers: Readonly<Record<string, string>>;
      readonly ca: string | undefined;
      readonly hide: (text: string) => string;
    }
  | { readonly ok: false; readonly why: string };

/** Headers and trust of one request. What an agent wrote gets neither a variable nor a file before a person vouched it. */
export const outfit = async (
  { headers, ca, url }: HttpRead,
  proposed: boolean,
  { variable, files }: Wardrobe,
): Promise<Outfit> => {
  const names = variablesIn(headers);
  if (proposed && (names.length > 0 || ca !== undefined))
    return { ok: false, why: "a check that nobody vouched is given no variable and no certificate file" };
  const values = new Map(names.map((name) => [name, variable(name)]));
  const missing = names.filter((name) => values.get(name) === undefined);
  if (missing.length > 0) return { ok: false, why: `${missing.join(", ")} is not set` };
  const unfit = names.filter((name) => !/^[\t\x20-\x7e\x80-\xff]*$/.test(values.get(name) ?? ""));
  if (unfit.length > 0)
    return { ok: false, why: `the value of ${unfit.join(", ")} cannot be sent in a header` };
  const trusted = ca === undefined ? undefined : await certificatesIn(ca, files);
  if (trusted?.ok === false) return trusted;
  const secrets = knownValues(
    new Set([...[...values.values()].flatMap((value) => value ?? []), ...userinfo(url)]),
  );
  return {
    ok: true,
    headers: resolveHeaders(headers, (name) => values.get(name) ?? ""),
    ca: trusted?.text,
    hide: (text) => secrets.swapIn(text, () => "‹secret›"),
  };
};

/** As it travels: decoded, and as the pair that basic authentication encodes. */
const userinfo = (url: string): readonly string[] => {
  const { username, password } = new URL(url);
  if (password === "") return [];
  const pair = [username, password].map(decoded);
  return [pair.join(":"), ...pair.slice(1)];
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (malformed) {
    if (malformed instanceof URIError) return text;
    throw malformed;
  }
};

const certificatesIn = async (
  path: string,
  files: Pick<Files, "readText">,
): Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }> => {
  try {
    const text = await files.readText(path);
    if (text === undefined) return { ok: false, why: `there is no certificate file ${path}` };
    return /-----BEGIN (?:TRUSTED )?CERTIFICATE-----/.test(text)
      ? { ok: true, text }
      : { ok: false, why: `${path} holds no certificate` };
  } catch (error) {
    if (error instanceof SteadystateError) return { ok: false, why: error.message };
    throw error;
  }
};
