import { expect, test } from "vitest";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderTerminal } from "../../src/view/terminal.ts";
import { contextIn } from "../support/context.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";

/** What a person sees on a terminal of 80 columns. */
const seen = async (
  name: keyof typeof verbs,
  input: Readonly<Record<string, unknown>>,
  folder: Repo,
): Promise<readonly string[]> => {
  const reply = await dispatch(await verbs[name](), input, await contextIn(folder.root));
  if (!reply.ok) throw reply.error;
  return renderTerminal(reply.doc(), { width: 80, colour: false, unicode: true }).split("\n");
};

test("commands breaks no argument, and no line leaves the screen", async () => {
  const lines = await seen("commands", {}, temporaryFolder());
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const words = [
    "-lock=<true or false>",
    "-var-file=<file>",
    "-out=<temporary file>",
    "show -no-color -json",
  ];
  for (const word of words)
    expect(
      lines.some((line) => line.includes(word)),
      word,
    ).toBe(true);
});

test("findings --muted tells until when, by whom and why, however long that is", async () => {
  const change = { actions: ["update"], before: { description: "old" }, after: { description: "new" } };
  const address = "aws_iam_role.the_role_of_the_continuous_integration";
  const row = { address, mode: "managed", type: "aws_iam_role", name: address.slice(13), change };
  const plan = { format_version: "1.2", planned_values: {}, resource_changes: [row], complete: true };
  const folder = temporaryFolder({ "plan.json": plan });
  await seen("scan", { path: "plan.json" }, folder);
  const [finding = ""] = (await seen("findings", {}, folder))[1]?.split(" ") ?? [];
  const note = "known since the migration of the spring; the platform team removes it with the next release";
  await seen("mute", { finding, for: "30d", note }, folder);
  const lines = await seen("findings", { muted: true }, folder);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const said = lines.map((line) => line.trim()).join(" ");
  expect(said).toContain(`MEDIUM  ${address} has a declared change that is not applied yet`);
  expect(said).toMatch(
    new RegExp(`${finding} muted by (os|ci):\\S+ until \\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z: ${note}`),
  );
});
