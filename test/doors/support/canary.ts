import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Where } from "../../../src/doors/door.ts";
import { connectAgent } from "../../support/agent.ts";
import { steadystate } from "../../support/cli.ts";
import type { Repo } from "../../support/repo.ts";

/** A word that occurs nowhere else, by the way in which it comes in. */
type Canaries = Readonly<Record<string, string>>;

type Calls = {
  /** What is looked at, with its options. */
  readonly look: readonly string[];
  /** Further options of `ci`. */
  readonly ci: readonly string[];
  /** Verbs that are asked without any input. */
  readonly verbs: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** Everything that the terminal says of a look and of what is remembered of it, in each format. */
export const saidAtTerminal = (folder: Repo, { look, ci, verbs, env = {} }: Calls): readonly string[] => {
  const at = { cwd: folder.root, env };
  const said: string[] = [];
  for (const format of ["text", "plain", "markdown", "json", "bare"]) {
    const run = (...argv: readonly string[]): void => {
      const { stdout, stderr } = steadystate([...argv, "--format", format], at);
      said.push(stdout, stderr);
    };
    run("scan", ...look, "--verbose");
    run("ci", ...look, "--verbose", "--debug", ...ci);
    for (const verb of verbs) run(verb);
    const { data } = JSON.parse(steadystate(["findings", "--json"], at).stdout);
    for (const { fingerprint } of data.findings) run("show", fingerprint);
  }
  const { stderr } = steadystate(["scan", ...look, "--record", "recording.json"], at);
  said.push(stderr, readFileSync(folder.at("recording.json"), "utf8"));
  return said;
};

/** What an agent is told: instructions, tools, and the answer to each call. */
export const saidToAgent = async (
  where: Where,
  calls: readonly (readonly [name: string, input: Readonly<Record<string, unknown>>])[],
): Promise<readonly string[]> => {
  const client = await connectAgent(where);
  const said = [client.getInstructions() ?? "", JSON.stringify(await client.listTools())];
  for (const [name, input] of calls)
    said.push(JSON.stringify(await client.callTool({ name, arguments: { ...input } })));
  await client.close();
  return said;
};

/** Every byte that is kept beside the store. */
export const keptIn = (folder: Repo): readonly string[] =>
  readdirSync(folder.at(".steadystate")).map((entry) =>
    readFileSync(join(folder.at(".steadystate"), entry), "latin1"),
  );

/** As it stands, Base64 in each of its three alignments, and percent-encoded. */
const disguises = (canary: string): readonly string[] => [
  canary,
  encodeURIComponent(canary),
  ...[0, 1, 2].map((shift) =>
    Buffer.from(`${"x".repeat(shift)}${canary}`)
      .toString("base64")
      .replace(/=+$/, "")
      .slice(shift === 0 ? 0 : 4, -2),
  ),
];

export const demandUnseen = (said: string, canaries: Canaries): void => {
  for (const [way, canary] of Object.entries(canaries))
    for (const disguise of disguises(canary))
      expect(said.includes(disguise), `${way}: ${disguise}`).toBe(false);
};

export const demandSeen = (said: string, canaries: Canaries): void => {
  for (const [way, canary] of Object.entries(canaries)) expect(said.includes(canary), way).toBe(true);
};
