import { describe, expect, test } from "vitest";
import { makeMasker, redactText } from "../../src/core/secret.ts";
import { isSecret } from "../../src/core/value.ts";

/** Learns and masks one document, as a parse does. */
const masked = (document: unknown, marks?: unknown): unknown => {
  const masker = makeMasker();
  masker.learn(document, marks);
  return JSON.parse(JSON.stringify(masker.mask(document, marks)));
};

describe("free text is redacted", () => {
  const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\nabc=\n-----END RSA PRIVATE KEY-----";
  test.each([
    ["password=hunter2 and more", "password=‹secret› and more"],
    ['"db_password": "hun\\"ter2"', '"db_password": "‹secret›"'],
    ['{\\"token\\": \\"abc\\"}', '{\\"token\\": \\"‹secret›\\"}'],
    ["DB_PASSWORD: hunter2\nnext: 1", "DB_PASSWORD: ‹secret›\nnext: 1"],
    ["export API_KEY='a b c'", "export API_KEY='‹secret›'"],
    ["Server=x;Password=a,b;User=y", "Server=x;Password=‹secret›;User=y"],
    ["password=a,user=b", "password=‹secret›,user=b"],
    ["mysql --password hunter2 -h x", "mysql --password ‹secret› -h x"],
    ["private_key: |\n  line1\n  line2\nnext: 1", "private_key: ‹secret›\nnext: 1"],
    ["postgres://app:s3:cr@t@db:5432/x", "postgres://app:‹secret›@db:5432/x"],
    ["https://x1y2z3w4v5@host/path", "https://‹secret›@host/path"],
    ["https://host/x?sig=abc%3D&y=1", "https://host/x?sig=‹secret›&y=1"],
    ["see https://host/x?api_key=abc-1&y=1", "see https://host/x?api_key=‹secret›&y=1"],
    ["jdbc:mysql://h:3306/db?password=abc-1", "jdbc:mysql://h:3306/db?password=‹secret›"],
    ['"env": "{\\"password\\": \\"abc\\"}"', '"env": "{\\"password\\": \\"‹secret›\\"}"'],
    ["Authorization: Bearer abc.def-ghi", "Authorization: Bearer ‹secret›"],
    ["Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ‹secret›"],
    ["used bearer abc123def", "used bearer ‹secret›"],
    [`key ${pem} end`, "key ‹secret› end"],
    ["-----BEGIN OPENSSH PRIVATE KEY-----\ncut off", "‹secret›"],
    ["id AKIAIOSFODNN7EXAMPLE ok", "id ‹secret› ok"],
    ["ghp_0123456789abcdefghij0123456789abcdef", "‹secret›"],
    ["xoxb-123456789012-abcdef", "‹secret›"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "‹secret›"],
    ["post to https://hooks.slack.com/services/T0/B0/xyz", "post to https://‹secret›"],
    ["client-key-data: TUlJQg==", "client-key-data: ‹secret›"],
  ])("%j", (text, expected) => {
    expect(redactText(text)).toBe(expected);
    expect(redactText(expected)).toBe(expected);
  });

  test.each([
    "token_type = Bearer",
    "http_tokens = required",
    "secret_arn: arn:aws:secretsmanager:eu-west-1:1:secret:x",
    `password = \${var.db_password}`,
    "password = (sensitive value)",
    "monkey=banana",
    "role arn:aws:secretsmanager:eu-west-1:1:secret:x of image: repo/secret:1.2",
    "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d",
    "git@github.com:owner/repo.git",
    "https://git@github.com/owner/repo",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "the bearer of this letter",
    "max_password_age: 90",
  ])("%j stays", (text) => {
    expect(redactText(text)).toBe(text);
  });

  test("a long text without a secret costs no more than reading it", () => {
    const started = performance.now();
    for (const piece of ["a", "x=", "eyJabcdefgh-", "-----BEGIN A-----", '\\\\"', "a://b:", "password: |\n "])
      redactText(`password ${piece.repeat(300_000 / piece.length)} @`);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe("a document is masked", () => {
  test("where the tool says so, at any depth, and as a whole where the whole is marked", () => {
    const document = { a: "one", b: [{ c: "two" }, { c: "three" }], d: { e: "four", f: 5 } };
    expect(masked(document, { b: [{ c: true }, {}], d: true })).toEqual({
      a: "one",
      b: [{ c: "‹secret 1›" }, { c: "three" }],
      d: "‹secret 2›",
    });
  });

  test("by the name of a value, but not where the name only describes", () => {
    expect(
      masked({
        master_password: "p4ss",
        apiKey: "k",
        clientSecret: "s",
        secret_arn: "arn:aws:x",
        password_policy: "strict",
        tokens_valid: true,
        password_length: 16,
        http_tokens: "required",
      }),
    ).toEqual({
      master_password: "‹secret 3›",
      apiKey: "‹secret 1›",
      clientSecret: "‹secret 2›",
      secret_arn: "arn:aws:x",
      password_policy: "strict",
      tokens_valid: true,
      password_length: 16,
      http_tokens: "required",
    });
  });

  test("by the name beside a bare value, and under a container of secrets", () => {
    expect(
      masked({
        env: [
          { name: "DB_PASSWORD", value: "hunter2" },
          { name: "MODE", value: "fast" },
        ],
        secrets: { first: "alpha", name: "of-the-store" },
        manifest: { apiVersion: "v1", kind: "Secret", data: { any: "dmFsdWU=" } },
      }),
    ).toEqual({
      env: [
        { name: "DB_PASSWORD", value: "‹secret 1›" },
        { name: "MODE", value: "fast" },
      ],
      secrets: { first: "‹secret 3›", name: "of-the-store" },
      manifest: { apiVersion: "v1", kind: "Secret", data: { any: "‹secret 2›" } },
    });
  });

  test("inside a JSON text, which stays a JSON text", () => {
    const policy = JSON.stringify({ user: "u", password: "hunter2" });
    expect(masked({ settings: policy })).toEqual({ settings: '{"user":"u","password":"‹secret 1›"}' });
    const harmless = '{ "Version":  "2012-10-17" }';
    expect(masked({ policy: harmless })).toEqual({ policy: harmless });
  });

  test("wherever a learnt secret appears again, in any of its forms", () => {
    const secret = 'CAN"ARY/1+2';
    const forms = [
      secret,
      JSON.stringify(secret),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64"),
    ];
    const script = Buffer.from(`#!/bin/sh\nrun ${secret}\n`).toString("base64");
    const done = masked(
      {
        value: secret,
        notes: forms.map((form) => `uses ${form} here`),
        script,
        plain: Buffer.from("nothing in here").toString("base64"),
      },
      { value: true },
    );
    const text = JSON.stringify(done);
    for (const form of [...forms, script]) expect(text).not.toContain(form);
    expect(text).not.toContain("CAN");
    expect(text).toContain(Buffer.from("nothing in here").toString("base64"));
  });

  test("in a text beside it, once learnt", () => {
    const masker = makeMasker();
    masker.learn({ value: "CANARY-1" }, { value: true });
    masker.learn({ note: "ok" }, undefined);
    expect(masker.text("said CANARY-1.")).toBe("said ‹secret 1›.");
  });

  test("also where a key holds it: then the whole map goes", () => {
    expect(masked({ value: "CANARY-1", users: { "CANARY-1": "x" } }, { value: true })).toEqual({
      value: "‹secret 1›",
      users: "‹secret 2›",
    });
  });

  test("with one ordinal a secret, whatever the order of keys", () => {
    const marks = { a: true, b: true, c: true };
    const first = masked({ a: "one", b: "two", c: "one" }, marks);
    expect(first).toEqual({ a: "‹secret 1›", b: "‹secret 2›", c: "‹secret 1›" });
    expect(masked({ c: "one", b: "two", a: "one" }, marks)).toEqual(first);
  });

  test("without a copy where there is nothing to mask", () => {
    const masker = makeMasker();
    const document = { a: ["x", { b: 1 }], c: null };
    masker.learn(document, { a: [false, {}] });
    expect(masker.mask(document, { a: [false, {}] })).toBe(document);
  });

  test("so that the store's seal is given and never written out", () => {
    const masker = makeMasker((secret) => `sealed-${secret.length}`);
    const value = masker.mask({ v: "CANARY" }, { v: true });
    const found = typeof value === "object" && value !== null && "v" in value ? value["v"] : undefined;
    expect(isSecret(found) && found.seal).toBe("sealed-6");
    expect(JSON.stringify(value)).toBe('{"v":"‹secret 1›"}');
  });

  test("without taking plain words that a tool marked for secrets elsewhere", () => {
    expect(masked({ a: "enabled", b: "enabled" }, { a: true })).toEqual({ a: "‹secret 1›", b: "enabled" });
  });

  test("also among ten thousand secrets, overlapping ones by the longest", () => {
    const secrets = Array.from({ length: 10_000 }, (_, at) => `secret-number-${at}`);
    const done = masked({ secrets, note: "is secret-number-9999 and secret-number-99" }, { secrets: true });
    expect(JSON.stringify(done)).toMatch(/is ‹secret \d+› and ‹secret \d+›"/);
  });

  test("__proto__ stays a key", () => {
    const document: unknown = JSON.parse('{"__proto__": {"password": "hunter2"}}');
    expect(JSON.stringify(masked(document))).toBe('{"__proto__":{"password":"‹secret 1›"}}');
  });

  test("a name and its value inside of a document written as text", () => {
    const containers = JSON.stringify([{ environment: [{ name: "API_TOKEN", value: "abc-1" }] }]);
    expect(masked({ containers })).toEqual({
      containers: '[{"environment":[{"name":"API_TOKEN","value":"‹secret 1›"}]}]',
    });
  });

  const secret = "p<ss&w'rd>-1d5e9a";
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const goJson = "p\\u003css\\u0026w'rd\\u003e-1d5e9a";
  test.each([
    ["base64 of a text that goes on", `run ${base64(`${secret} and more`)} now`],
    ["base64 one byte in", `run ${base64(`u${secret} and more`)} now`],
    ["base64 two bytes in", `run ${base64(`u:${secret}`)} now`],
    ["the JSON of Go", `see ${goJson} there`],
    ["the JSON of Go as a document", `{"colour":"${goJson}"}`],
    ["the JSON of Go in a document in a document", JSON.stringify({ a: `{"colour":"${goJson}"}` })],
  ])("a marked secret again as %s", (_what, text) => {
    const done = JSON.stringify(masked({ marked: secret, text }, { marked: true }));
    expect(done.split("‹secret 1›")).toHaveLength(3);
    for (const left of ["1d5e9a", base64(secret).slice(4, 16)]) expect(done).not.toContain(left);
  });

  test("base64 that hides a known secret beside an unknown one goes whole", () => {
    const text = base64(`echo ${secret}; export DB_PASSWORD=abc-2`);
    expect(masked({ marked: secret, text }, { marked: true })).toMatchObject({
      text: expect.stringMatching(/^‹secret \d›$/),
    });
  });

  test("a long number that is marked is a secret wherever it stands; a short one is only masked in its place", () => {
    const document = { pin: 48211234, port: 5432, again: [48211234, "pin 48211234", 5432, "5432"] };
    expect(masked(document, { pin: true, port: true })).toMatchObject({
      again: ["‹secret 1›", "pin ‹secret 1›", 5432, "5432"],
    });
  });

  test("what was clean when it was learnt is masked under a mark that comes later", () => {
    const masker = makeMasker();
    const document = { a: "plain" };
    masker.learn(document, {});
    expect(masker.mask(document, { a: true })).toMatchObject({ a: { text: "‹secret 1›" } });
  });
});
