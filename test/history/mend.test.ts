import { chmod, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { History } from "../../src/history/history.ts";
import { openHistory } from "../../src/history/store.ts";
import { interrupt } from "../support/interrupt.ts";
import {
  asNobody,
  contentsOf,
  giveAway,
  itemOf,
  lookAt,
  opened,
  start,
  stateFile,
  temporaryFolder,
} from "./temporary.ts";

describe("opening to read before a write", () => {
  const mend = (file: string) => opened(file, { mode: "mend" });
  const withFindings = async (): Promise<string> => {
    const file = await stateFile();
    const writer = await opened(file);
    await writer.remember(lookAt(Array.from({ length: 40 }, (_, n) => itemOf(`b${n}`))));
    await writer.close();
    return file;
  };
  const titles = async (history: History) =>
    new Set((await history.findings({})).map(({ title }) => title.includes("half-done")));

  test("undoes what was interrupted, and only reads from then on", async () => {
    const file = await withFindings();
    interrupt(file);
    const reader = await opened(file, { mode: "read" });
    await expect(reader.findings({})).rejects.toMatchObject({
      message: expect.stringMatching(/interrupted/),
    });
    await reader.close();
    const mended = await mend(file);
    expect(await titles(mended)).toEqual(new Set([false]));
    expect((await readdir(dirname(file))).sort()).toEqual([".gitignore", "key", "state.db"]);
    await expect(mended.remember(lookAt([]))).rejects.toMatchObject({ code: "store-unusable" });
  });

  test("changes and makes nothing where nothing was interrupted", async () => {
    const file = await withFindings();
    const before = await contentsOf(dirname(file));
    await (await mend(file)).close();
    expect(await contentsOf(dirname(file))).toEqual(before);
    const none = join(await temporaryFolder(), ".steadystate", "state.db");
    expect(await openHistory({ file: none, mode: "mend", now: () => start })).toBeUndefined();
    expect(await readdir(dirname(dirname(none)))).toEqual([]);
  });

  test("works where nothing may be written, and says what is wrong where it would have to be", async (context) => {
    const file = await withFindings();
    const folder = dirname(file);
    await giveAway(folder);
    for (const [path, mode] of [
      [file, 0o400],
      [folder, 0o500],
    ] as const)
      await chmod(path, mode);
    await asNobody(async () => {
      const barred = await writeFile(join(folder, "probe"), "").then(
        () => false,
        () => true,
      );
      if (!barred) context.skip("a plain write into a folder of mode 500 works here");
      const reader = await mend(file);
      expect(await titles(reader)).toEqual(new Set([false]));
      await reader.close();
    });
    await chmod(folder, 0o700);
    await chmod(file, 0o600);
    interrupt(file);
    await giveAway(folder);
    await chmod(folder, 0o500);
    await chmod(file, 0o400);
    const before = await contentsOf(folder);
    await asNobody(async () => {
      await expect(mend(file)).rejects.toMatchObject({
        code: "store-unusable",
        message: expect.stringMatching(/interrupted/),
      });
    });
    expect(await contentsOf(folder)).toEqual(before);
    await chmod(folder, 0o700);
  });
});
