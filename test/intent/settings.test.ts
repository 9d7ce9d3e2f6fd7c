import { expect, test } from "vitest";
import { z } from "zod";
import { Settings } from "../../src/intent/settings.ts";
import { variables } from "../../src/system/env.ts";

type Schema = {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
};

test("every table, key and variable says what it is for, so that CONFIG.md does", () => {
  const tables = Object.entries((z.toJSONSchema(Settings, { io: "input" }) as Schema).properties ?? {});
  expect(tables.length).toBeGreaterThan(10);
  const silent = tables.flatMap(([name, table]) => [
    ...(table.description === undefined ? [name] : []),
    ...Object.entries(table.properties ?? table.items?.properties ?? {})
      .filter(([, key]) => key.description === undefined)
      .map(([key]) => `${name}.${key}`),
  ]);
  expect(silent).toEqual([]);
  expect(Object.entries(variables).filter(([, { doc }]) => doc.trim() === "")).toEqual([]);
});
