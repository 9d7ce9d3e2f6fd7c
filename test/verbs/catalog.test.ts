import { expect, test } from "vitest";
import { manifest } from "../../src/verbs/manifest.ts";
import { ask } from "../support/ask.ts";
import { temporaryFolder } from "../support/repo.ts";

test("catalog lists every verb with who may call it, and what each source needs", async () => {
  const { exit, data, text } = await ask("catalog", {}, temporaryFolder());
  expect(exit).toBe(0);
  expect(data.verbs.map(({ name }: { name: string }) => name)).toEqual(manifest.map(({ name }) => name));
  expect(data.plugins[0]).toMatchObject({
    name: "terraform",
    binaries: ["terraform"],
    variables: ["TF_WORKSPACE", "TF_DATA_DIR"],
  });
  expect(text).toContain("Sources (--source)");
});

test("commands lists what a source runs, and that it could change nothing", async () => {
  const { data, text } = await ask("commands", { source: "terraform-state" }, temporaryFolder());
  expect(data.plugins).toEqual([
    {
      name: "terraform-state",
      runs: [
        [
          "terraform",
          "plan",
          "-no-color",
          "-input=false",
          "-lock=<true or false>",
          "-refresh=false",
          "-var-file=<file>",
          "-out=<temporary file>",
        ],
        ["terraform", "show", "-no-color", "-json", "<temporary file>"],
      ],
      changes: [],
    },
  ]);
  expect(text).toContain("could change nothing: it has no executor");
  expect(text).not.toMatch(/apply|destroy/);
});

test("commands of an unknown source is refused with the nearest", async () => {
  const { exit, text } = await ask("commands", { source: "teraform" }, temporaryFolder());
  expect(exit).toBe(2);
  expect(text).toContain("did you mean terraform?");
});
