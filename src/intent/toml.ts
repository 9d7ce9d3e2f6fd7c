import { parse, TomlError } from "smol-toml";
import type { Spot, Spots } from "./spots.ts";
import { tomlSpots } from "./toml-spots.ts";

type Toml =
  | { readonly ok: true; readonly document: Readonly<Record<string, unknown>>; readonly spots: Spots }
  /** Why it is not TOML, in words that quote nothing of it. */
  | { readonly ok: false; readonly spot: Spot; readonly why: string };

/** A TOML text with the places of its parts. */
export const readToml = (text: string): Toml => {
  try {
    return { ok: true, document: parse(text), spots: tomlSpots(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const { line, column, message } = error;
    // What follows the first line of the message quotes the file.
    const [why = ""] = message.replace(/^Invalid TOML document: /, "").split("\n");
    return { ok: false, spot: { line, column }, why };
  }
};
