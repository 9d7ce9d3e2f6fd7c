import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFiles } from "../../src/system/files.ts";
import { temporaryFolder } from "../support/repo.ts";

const files = makeFiles();
const modeOf = (path: string): number => statSync(path).mode & 0o777;

test("what stands at a path", async () => {
  const { at } = temporaryFolder({ "folder/file": "x" });
  symlinkSync(at("folder/file"), at("link"));
  const kinds = await Promise.all(
    ["folder", "folder/file", "link", "gone", "folder/file/below"].map((path) => files.kindOf(at(path))),
  );
  expect(kinds).toEqual(["folder", "file", "file", undefined, undefined]);
  expect(await files.kindOf("/dev/null")).toBe("other");
});

describe("reading", () => {
  test("a text, with or without a mark, and nothing where nothing is", async () => {
    const { at } = temporaryFolder({ plain: "ü\n", marked: "\ufeffx" });
    expect(await files.readText(at("plain"))).toBe("ü\n");
    expect(await files.readText(at("marked"))).toBe("x");
    expect(await files.readText(at("gone"))).toBeUndefined();
  });

  test("what is no text, and what is no file, is refused by name", async () => {
    const { at, root } = temporaryFolder();
    writeFileSync(at("binary"), Buffer.from([1, 2, 0, 0, 0, 0, 255]));
    await expect(files.readText(at("binary"))).rejects.toMatchObject({
      code: "input-invalid",
      message: expect.stringContaining(at("binary")),
    });
    await expect(files.readText(root)).rejects.toMatchObject({
      code: "input-invalid",
      message: expect.stringContaining("it is a folder"),
    });
  });

  test("bytes up to the cap", async () => {
    const { at } = temporaryFolder({ file: "12345" });
    expect(Buffer.from(await files.readBytes(at("file"), 5)).toString()).toBe("12345");
    await expect(files.readBytes(at("file"), 4)).rejects.toMatchObject({
      code: "input-invalid",
      message: expect.stringContaining("more than 4 bytes"),
    });
    await expect(files.readBytes("/dev/zero", 1000)).rejects.toMatchObject({
      message: expect.stringContaining("more than 1000 bytes"),
    });
    await expect(files.readBytes(at("gone"), 4)).rejects.toMatchObject({
      code: "input-invalid",
      message: expect.stringContaining("not there"),
    });
  });

  test("the names of files, sorted by code unit, without folders", async () => {
    const { at, root } = temporaryFolder({ b: "", Z: "", a: "", "folder/x": "" });
    symlinkSync(at("a"), at("link"));
    symlinkSync(at("folder"), at("to-folder"));
    symlinkSync(at("gone"), at("to-nothing"));
    expect(await files.list(root)).toEqual(["Z", "a", "b", "link"]);
    expect(await files.list(at("gone"))).toEqual([]);
  });

  test("a path with every link resolved", async () => {
    const { at } = temporaryFolder({ "folder/x": "" });
    symlinkSync(at("folder"), at("link"));
    expect(await files.real(at("link/x"))).toBe(at("folder/x"));
    await expect(files.real(at("gone"))).rejects.toMatchObject({ code: "input-invalid" });
  });
});

describe("writing", () => {
  test("a new file is private, an old one keeps its mode, a link stays a link; nothing else is left", async () => {
    const { at, root } = temporaryFolder({ old: "before" });
    chmodSync(at("old"), 0o640);
    symlinkSync(at("old"), at("link"));
    await files.writeText(at("new"), "1");
    await files.writeText(at("link"), "after");
    expect(modeOf(at("new"))).toBe(0o600);
    expect(modeOf(at("old"))).toBe(0o640);
    expect(readFileSync(at("old"), "utf8")).toBe("after");
    expect(lstatSync(at("link")).isSymbolicLink()).toBe(true);
    expect(readdirSync(root).sort()).toEqual(["link", "new", "old"]);
  });

  test("a file that cannot be replaced is left as it was", async () => {
    const { at, root } = temporaryFolder();
    mkdirSync(at("folder"));
    await expect(files.writeText(at("folder"), "x")).rejects.toMatchObject({
      code: "input-invalid",
      message: expect.stringContaining("it is a folder"),
    });
    await expect(files.writeText(at("gone/file"), "x")).rejects.toMatchObject({
      message: expect.stringContaining("not there"),
    });
    expect(readdirSync(root)).toEqual(["folder"]);
  });
});

describe("a temporary folder", () => {
  test("is private, and gone afterwards with all that is in it", async () => {
    const folder = await files.withTemporaryFolder(async (path) => {
      expect(modeOf(path)).toBe(0o700);
      mkdirSync(`${path}/deep`);
      writeFileSync(`${path}/deep/plan`, "x");
      return path;
    });
    expect(existsSync(folder)).toBe(false);
  });

  test("is gone after a failure too", async () => {
    let folder = "";
    const failing = files.withTemporaryFolder(async (path) => {
      folder = path;
      throw new Error("inside");
    });
    await expect(failing).rejects.toThrow("inside");
    expect(existsSync(folder)).toBe(false);
  });

  test("leaves no handler behind when all are gone", async () => {
    const count = () => process.listenerCount("SIGHUP") + process.listenerCount("exit");
    const before = count();
    await files.withTemporaryFolder(async () => expect(count()).toBe(before + 2));
    expect(count()).toBe(before);
  });
});

describe("keeping", () => {
  test("bytes lie in a file and a folder that nobody else may read, and go again", async () => {
    const { at } = temporaryFolder({ "old/x": "" });
    chmodSync(at("old"), 0o755);
    const bytes = Uint8Array.from([0, 255, 7]);
    for (const path of [at("made/for/it/plan"), at("old/plan")]) {
      await files.keep(path, bytes);
      expect([...readFileSync(path)]).toEqual([0, 255, 7]);
      expect([modeOf(path), modeOf(dirname(path))]).toEqual([0o600, 0o700]);
      await expect(files.keep(path, bytes)).rejects.toMatchObject({ code: "input-invalid" });
      await files.remove(path);
      await files.remove(path);
      expect(existsSync(path)).toBe(false);
    }
  });
});
