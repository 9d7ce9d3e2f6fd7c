import { type Serving, servingStates } from "../core/serving.ts";
import type { Connection } from "./connection.ts";
import { stored } from "./rows.ts";
import { isListOf, isMadeOf, isOneOf, isText } from "./shape.ts";

const areWorkloads = isListOf(
  isMadeOf({ kind: isText, namespace: isText, name: isText, serves: isOneOf(servingStates) }),
);

/** The workloads in a column; none where no probe looked. */
export const servingIn = (text: string | null, file: string): readonly Serving[] =>
  text === null
    ? []
    : stored(areWorkloads, text, file).map(({ kind, namespace, name, serves }) => ({
        kind,
        namespace,
        name,
        serves,
      }));

const isRow = isMadeOf({ resolution: isText, serving: isText });

export const serving = async (
  { rows }: Connection,
  file: string,
): Promise<ReadonlyMap<string, readonly Serving[]>> =>
  new Map(
    rows(isRow, "select resolution, serving from scopes where serving is not null").map((row) => [
      row.resolution,
      servingIn(row.serving, file),
    ]),
  );
