import { describe, expect, test } from "vitest";
import type { Drift } from "../../../src/core/departure.ts";
import { terraform } from "../../../src/sources/terraform/index.ts";
import { captured, frame } from "./frame.ts";

/** Names that every object inherits: who asks for them without looking whether they are its own finds a function. */
const names = ["constructor", "toString", "hasOwnProperty", "valueOf"];

const plain = { size: 1, tags: { a: "x" } };
const named = (name: string) => ({ ...plain, tags: { a: "x", [name]: "y" } });
const row = (before: unknown, after: unknown) => ({
  ...{ address: "aws_db_instance.main", mode: "managed", type: "aws_db_instance", name: "main" },
  change: { actions: ["update"], before, after },
});

const driftIn = (rows: object): Drift | undefined => {
  const document = { format_version: "1.2", planned_values: {}, configuration: {}, ...rows };
  const [found] = terraform.parse(captured(document), frame()).departures;
  return found?.type === "drift" ? found : undefined;
};

describe("an attribute that is called as what every object inherits", () => {
  test.each(names)("%s, in reality alone", (name) => {
    const found = driftIn({ resource_drift: [row(plain, named(name))] });
    expect(found?.direction).toBe("changed-in-reality");
    expect(found?.diff).toMatchObject([{ path: `tags.${name}`, before: "y", after: undefined }]);
  });

  test.each(names)("%s, taken away in reality", (name) => {
    const found = driftIn({ resource_drift: [row(named(name), plain)] });
    expect(found?.direction).toBe("changed-in-reality");
    expect(found?.diff).toMatchObject([{ path: `tags.${name}`, before: undefined, after: "y" }]);
  });

  test.each(names)("%s, in a planned change", (name) => {
    const found = driftIn({ resource_changes: [row(named(name), plain)] });
    expect(found?.diff).toMatchObject([{ path: `tags.${name}`, before: "y", after: undefined }]);
  });
});
