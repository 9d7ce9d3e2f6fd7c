import { z } from "zod";
import { runCli } from "../../../src/doors/cli/index.ts";
import { capture, type FakeKit, fakeKit } from "./kit.ts";

export type Options = Parameters<typeof capture>[0] & { readonly kit?: FakeKit };

/** One line at the terminal, and all that came of it. */
export const cli = async (line: string, { kit = fakeKit(), ...options }: Options = {}) => {
  const captured = capture(options);
  const argv = line.split(" ").filter((word) => word !== "");
  const exit = await runCli(argv, captured.streams, kit);
  await nextTurn();
  return { exit, kit, stdout: captured.stdout(), stderr: captured.stderr() };
};

/** What a stream was given reaches its reader in a later turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const json = (text: string): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(text));
