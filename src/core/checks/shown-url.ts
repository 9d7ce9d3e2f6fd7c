import { redactText } from "../secret.ts";

/** An address as people may see it: without userinfo, fragment, the values of its query and tokens in its path. */
export const shownUrl = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return shownText(url);
  const keys = [...parsed.searchParams.keys()].map((key) => `${encodeURIComponent(key)}=…`);
  const query = keys.length === 0 ? "" : `?${keys.join("&")}`;
  return `${redactText(`${parsed.protocol}//${parsed.host}${parsed.pathname}`)}${query}`;
};

/** What is no address may hold a password anywhere before its last `@`. */
const shownText = (text: string): string =>
  text.replace(/^([a-z][a-z0-9+.-]*:)?(\/\/)?.*@/is, "$1$2").replace(/[?#].*$/s, "");
