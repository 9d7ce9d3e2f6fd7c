import type { Column, Doc } from "./doc.ts";
import { asciiMarks, layOut, type Style } from "./layout.ts";
import { columns, padded } from "./width.ts";

/** A document without colour or width limit, its structure in ASCII: for agents, pipes and files. */
export const renderPlain = (doc: Doc): string => layOut(doc, plainStyle);

/** A longer cell pushes its own row only, so that one long value does not blow up the whole table. */
const paddedUpTo = 60;

const plainTable = (heads: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] => {
  const all = [heads.map((head) => head.title.toUpperCase()), ...rows];
  const sizes = heads.map((_, index) =>
    all.reduce((size, row) => Math.max(size, Math.min(paddedUpTo, columns(row[index] ?? ""))), 0),
  );
  return all.map((row) =>
    row.map((cell, index) => padded(cell, sizes[index] ?? 0, heads[index]?.align)).join("  "),
  );
};

const plainStyle: Style = {
  width: Number.POSITIVE_INFINITY,
  marks: asciiMarks,
  paint: (_, text) => text,
  table: plainTable,
};
