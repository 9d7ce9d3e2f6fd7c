import { readFileSync } from "node:fs";

/** An excerpt, and what has to be said of it. */
export type Excerpt = {
  readonly name: string;
  readonly label: "fatal" | "error" | "quiet";
  readonly signature: string;
  readonly text: string;
};

const folder = new URL("../../fixtures/logs/", import.meta.url);

export const excerptsIn = (file: "known.log" | "held-back/excerpts.log"): readonly Excerpt[] =>
  readFileSync(new URL(file, folder), "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [head = "", ...lines] = part.split("\n");
      const [name = "", said = ""] = head.split(" : ");
      const [label = "", signature = ""] = said.split(" ");
      if (label !== "fatal" && label !== "error" && label !== "quiet") throw new Error(`no label: ${head}`);
      return { name, label, signature, text: lines.join("\n") };
    });
