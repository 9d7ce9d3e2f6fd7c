import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bad, check, dark, good, minute, start, wall } from "../../support/check-wall.ts";

const person = {
  class: "human",
  id: "os:ana",
  name: "ana",
  channel: "terminal",
  onBehalfOf: undefined,
} as const;

/** A wall without any cluster: one check of a mailer, and a script of the team's that brings it back. */
const mailerWall = async (script: string) => {
  const made = await wall(
    [check("mailer")],
    {
      "restart.sh": `#!/bin/sh\n${script}`,
      "steadystate/solutions.json": [
        {
          ...{ name: "restart-mailer", author: "ana", for: "mailer", problem: "the queue is stuck" },
          solution: { kind: "command", run: "./restart.sh --unit={workload}" },
        },
      ],
    },
    {
      actor: person,
      env: { PATH: process.env["PATH"] ?? "" },
      timing: {
        pause: async () => {
          if (existsSync(join(made.folder.root, "up"))) made.world.answers.set("mailer", good);
        },
      },
    },
  );
  chmodSync(join(made.folder.root, "restart.sh"), 0o755);
  // The memory of offers has a clock of its own.
  made.world.at = (Date.now() - start) / minute;
  made.world.answers.set("mailer", bad);
  await made.scan();
  const { data } = await made.ask("findings");
  const [finding] = Object(data)["findings"];
  return { ...made, finding: String(finding.fingerprint) };
};

test("what a check found is mended by the team's own command where nothing else reaches, and asked again", async () => {
  const world = await mailerWall('echo "$1" > up\nenv > env\n');
  const asked = await world.ask("fix", { finding: world.finding });
  expect([asked.exit, asked.text]).toEqual([6, expect.stringContaining("the queue is stuck: runs /")]);
  const { offer } = Object(asked.data)["offer"];
  const { exit, data } = await world.ask("approve", { offer });
  expect([exit, data]).toMatchObject([0, { end: "verified" }]);
  expect(readFileSync(join(world.folder.root, "up"), "utf8")).toBe("--unit=web\n");
  // No cluster is met by chance.
  expect(readFileSync(join(world.folder.root, "env"), "utf8")).toContain("KUBECONFIG=/dev/null\n");
});

test("a command that ends well and helps nothing is a failure, and one that fails is told with its last words", async () => {
  const idle = await mailerWall("true\n");
  const one = Object((await idle.ask("fix", { finding: idle.finding })).data)["offer"];
  expect(await idle.ask("approve", { offer: one.offer })).toMatchObject({
    exit: 7,
    data: { end: "not-effective" },
  });
  const failing = await mailerWall("echo no such unit >&2; exit 3\n");
  const other = Object((await failing.ask("fix", { finding: failing.finding })).data)["offer"];
  expect(await failing.ask("approve", { offer: other.offer })).toMatchObject({
    exit: 7,
    data: { end: "failed", why: "status 3: no such unit" },
  });
});

test("nothing runs where the check itself cannot be asked, and nothing is called a help that nobody saw", async () => {
  const world = await mailerWall("echo > up\n");
  const { offer } = Object((await world.ask("fix", { finding: world.finding })).data)["offer"];
  world.world.answers.set("mailer", dark);
  const { exit, text } = await world.ask("approve", { offer });
  expect([exit, text]).toEqual([
    6,
    expect.stringContaining("cannot be looked at, so nothing is done about it"),
  ]);
  expect(existsSync(join(world.folder.root, "up"))).toBe(false);
});
