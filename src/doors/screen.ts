import type { Screen } from "../view/terminal.ts";
import type { Streams } from "./door.ts";

type Display = Streams["display"];

/** What stdout can show; 80 columns and no colour where it is no terminal. */
export const screenOf = (
  { stdout, display }: Pick<Streams, "stdout" | "display">,
  color?: boolean,
): Screen => ({
  width: stdout.isTTY === true ? (stdout.columns ?? 80) : 80,
  colour: color ?? wantsColour(display, stdout.isTTY === true && display["TERM"] !== "dumb"),
  unicode: isUtf8(display),
});

/** True where the locale says that the terminal reads UTF-8. */
export const isUtf8 = (display: Display): boolean => {
  const locale = [display["LC_ALL"], display["LC_CTYPE"], display["LANG"]].find(
    (value) => (value ?? "") !== "",
  );
  return /utf-?8/i.test(locale ?? "");
};

const wantsColour = (display: Display, usual: boolean): boolean => {
  if ((display["NO_COLOR"] ?? "") !== "") return false;
  const forced = display["FORCE_COLOR"] ?? "";
  return forced === "" ? usual : forced !== "0" && forced !== "false";
};

/** A text that ends its last line. */
export const ended = (text: string): string => (text.endsWith("\n") ? text : `${text}\n`);
