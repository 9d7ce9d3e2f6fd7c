import { describe, expect, test } from "vitest";
import { decodeText, describeDocument, parseJson } from "../../src/core/document.ts";

const text = '{"a": "ü"}';
const utf16le = Buffer.from(text, "utf16le");
const utf16be = Buffer.from(utf16le).swap16();

describe("bytes become text", () => {
  test.each([
    ["UTF-8", Buffer.from(text), text],
    ["UTF-8 with a mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), text],
    ["UTF-16 LE with a mark", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16le]), text],
    ["UTF-16 BE with a mark", Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be]), text],
    ["UTF-16 LE without one", utf16le, text],
    ["UTF-16 BE without one", utf16be, text],
    ["nothing", new Uint8Array(), ""],
  ])("%s", (_name, bytes, expected) => {
    expect(decodeText(bytes)).toEqual({ ok: true, text: expected });
  });

  test.each([
    ["bytes that are no UTF-8", Buffer.from([0x7b, 0xff, 0xc0])],
    ["a binary file", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0x02, 0x01, 0x00, 0x00, 0x00])],
    ["a text with a zero byte", Buffer.from("a long line\0and more")],
  ])("%s is refused", (_name, bytes) => {
    expect(decodeText(bytes)).toMatchObject({ ok: false, why: expect.stringContaining("binary") });
  });
});

describe("JSON", () => {
  test("a value", () => {
    expect(parseJson(' [1, {"a": null}] ')).toEqual({ ok: true, value: [1, { a: null }] });
  });

  test.each([
    ["", 1, 1, "empty"],
    ["  \n ", 2, 2, "empty"],
    ['{\n  "a": 1,\n  "b": tru\n}', 3, 8, "value"],
    ['{"a": 1', 1, 8, "ends in the middle"],
    ["[1, 2", 1, 6, "ends in the middle"],
    ['{"a" 1}', 1, 2, "quoted name and a colon"],
    ["{'a': 1}", 1, 2, "quoted name"],
    ['{"a": 1,}', 1, 9, "quoted name"],
    ["[1,]", 1, 4, "value"],
    ["[1 2]", 1, 4, "comma"],
    ["[1}", 1, 3, "comma or a closing bracket"],
    ["]", 1, 1, "value"],
    ["{} {}", 1, 4, "after the end"],
    ['["a\nb"]', 1, 2, "not closed"],
    ['["\\x"]', 1, 2, "not closed"],
    ['["unended', 1, 2, "not closed"],
    ["[01]", 1, 3, "comma"],
  ])("%j: line %i, column %i", (broken, line, column, why) => {
    expect(parseJson(broken)).toEqual({ ok: false, line, column, why: expect.stringContaining(why) });
  });

  test("what is wrong is told without quoting the document", () => {
    const told = JSON.stringify(parseJson('{"password": "CANARY" "x"}'));
    expect(told).not.toContain("CANARY");
  });

  test("100 000 levels are refused and do not end the process", () => {
    const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
    expect(parseJson(deep("[", "]")).ok).toBe(false);
    expect(parseJson(deep("[", "")).ok).toBe(false);
    expect(parseJson(deep('{"a":[', "]}")).ok).toBe(false);
    expect(parseJson("[".repeat(400) + "]".repeat(400)).ok).toBe(true);
  });

  test("a broken document with a text of megabytes still has its place told", () => {
    const long = "x".repeat(4_000_000);
    expect(parseJson(`["${long}"`)).toMatchObject({ ok: false, line: 1, column: long.length + 4 });
  });
});

describe("a document is named by its looks", () => {
  const kubernetes = (kind: string, more = {}) => ({ apiVersion: "v1", kind, ...more });
  test.each([
    [null, "null"],
    [42, "a number"],
    ["x", "a text"],
    [true, "true or false"],
    [undefined, "nothing"],
    [[], "an empty list"],
    [[1], "a list of 1 item"],
    [[1, 2, 3], "a list of 3 items"],
    [{}, "an empty object"],
    [{ b: 1, a: 2 }, "an object with b, a"],
    [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, "an object with a, b, c, d, e, …"],
    [{ format_version: "1.2", planned_values: {} }, "a Terraform plan"],
    [{ resource_changes: [] }, "a part of a Terraform plan"],
    [{ format_version: "1.0", terraform_version: "1.11.4", values: {} }, "a Terraform state"],
    [{ version: 4, serial: 3, lineage: "x" }, "a Terraform state file"],
    [{ "@level": "info", "@message": "x" }, "one event of a terraform plan -json event stream"],
    [[{ "@level": "info", "@message": "x" }], "a terraform plan -json event stream"],
    [kubernetes("Pod"), "a Kubernetes Pod"],
    [kubernetes("List", { items: [kubernetes("Pod"), kubernetes("Pod")] }), "a Kubernetes List of Pods"],
    [kubernetes("List", { items: [kubernetes("Pod"), kubernetes("Job")] }), "a Kubernetes List of 2 objects"],
    [[kubernetes("Pod")], "a list that begins with a Kubernetes Pod"],
    [{ apiVersion: "argoproj.io/v1alpha1", kind: "Application" }, "an Argo CD Application"],
    [{ apiVersion: "fleet.cattle.io/v1alpha1", kind: "GitRepo" }, "a Rancher Fleet GitRepo"],
    [{ apiVersion: "v1", kind: "Config", clusters: [] }, "a kubeconfig"],
    [[{ name: "x", revision: "1", chart: "y" }], "a Helm release list"],
    [{ plays: [], stats: {} }, "Ansible play results"],
    [{ name: "x", services: {} }, "a docker compose configuration"],
    [{ config: {}, ps: [] }, "a docker compose snapshot"],
  ])("%j", (document, name) => {
    expect(describeDocument(document)).toBe(name);
  });
});
