import { createServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import type { Resolve } from "../../src/system/http-route.ts";
import { selfMade } from "../support/certificates.ts";
import { needs } from "../support/needs.ts";
import {
  closeServers,
  dropEverything,
  failingWith,
  failure,
  get,
  listening,
  raw,
  serve,
} from "./loopback.ts";

const withOpenssl = needs("openssl");

afterEach(dropEverything);

describe("an answer", () => {
  test("has status, lower-case headers, body and latency", async () => {
    const port = await serve((request, response) => {
      response.setHeader("X-Kind", ["a", "b"]);
      response.statusCode = 418;
      response.end(`${request.method} ${request.url} é`);
    });
    const answer = await get(`http://127.0.0.1:${port}/x?y=1`);
    expect(answer).toMatchObject({ status: 418, body: "GET /x?y=1 é" });
    expect(answer.headers["x-kind"]).toBe("a, b");
    expect(answer.latencyMs).toBeGreaterThanOrEqual(0);
  });

  test("to HEAD has no body", async () => {
    const port = await serve((_, response) => response.end("body"));
    expect(await get(`http://127.0.0.1:${port}/`, { method: "HEAD" })).toMatchObject({
      status: 200,
      body: "",
    });
  });

  test("is a redirect when it is one", async () => {
    const asked: string[] = [];
    const port = await serve((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({
      status: 302,
      headers: { location: "/elsewhere" },
    });
    expect(asked).toEqual(["/"]);
  });

  test("is read up to the cap and no further", async () => {
    const port = await serve((_, response) => {
      response.write("x".repeat(100_000));
      // Never ended: who waits for the rest waits for ever.
    });
    expect((await get(`http://127.0.0.1:${port}/`, { bodyCap: 1000 })).body).toBe("x".repeat(1000));
  });

  test("comes from a name, over IPv6 too, with the headers that were given", async () => {
    const port = await serve((request, response) =>
      response.end(`${request.headers.host} ${request.headers["x-a"]}`),
    );
    expect((await get(`http://svc.test:${port}/`, { headers: { "x-a": "1" } })).body).toBe(
      `svc.test:${port} 1`,
    );
    const six = await listening(
      createServer((_, response) => response.end("six")),
      "::1",
    );
    expect((await get(`http://[::1]:${six}/`)).body).toBe("six");
  });

  test("knows userinfo as basic auth", async () => {
    const port = await serve((request, response) =>
      response.end(`${request.url} ${request.headers.authorization}`),
    );
    const pair = (text: string) => Buffer.from(text).toString("base64");
    expect((await get(`http://ops:p%40ss@127.0.0.1:${port}/`)).body).toBe(`/ Basic ${pair("ops:p@ss")}`);
    expect((await get(`http://ops:100%@127.0.0.1:${port}/`)).body).toBe(`/ Basic ${pair("ops:100%")}`);
    expect((await get(`http://127.0.0.1:${port}/`)).body).toBe("/ undefined");
  });
});

describe("the target's silence", () => {
  test("is a refused connection", async () => {
    const port = await serve(() => undefined);
    await closeServers();
    expect(await failure(get(`http://127.0.0.1:${port}/`))).toBe("no-answer: connection refused");
    const both: Resolve = async () => [
      { address: "127.0.0.1", family: 4 },
      { address: "::1", family: 6 },
    ];
    expect(await failure(get(`http://svc.test:${port}/`, { resolve: both }))).toBe(
      "no-answer: connection refused",
    );
  });

  test("is a reset, or a close before the answer", async () => {
    const resets = await raw((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await failure(get(`http://127.0.0.1:${resets}/`))).toBe("no-answer: connection reset");
    const closes = await raw((socket) => socket.once("data", () => socket.end()));
    expect(await failure(get(`http://127.0.0.1:${closes}/`))).toBe(
      "no-answer: connection closed before the answer was whole",
    );
  });

  test.each([
    ["from the start", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["in the headers", "HTTP/1.1 200 OK\r\nbad header\u0001\r\n\r\n"],
    ["in the status line", "HTTP/9.9 huh\r\n\r\n"],
    ["as zeros", "\0\0\0\0"],
  ])("is something that is not HTTP, %s", async (_, bytes) => {
    const port = await raw((socket) => socket.once("data", () => socket.end(bytes)));
    expect(await failure(get(`http://127.0.0.1:${port}/`))).toBe(
      "no-answer: answered with something that is not HTTP",
    );
  });

  test("is a body that ends early", async () => {
    const port = await raw((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort")),
    );
    expect(await failure(get(`http://127.0.0.1:${port}/`))).toMatch(/^no-answer: /);
  });

  test.each([
    ["no answer at all", () => undefined],
    [
      "an answer that trickles",
      (socket: Socket) => {
        const trickle = setInterval(() => socket.write("x-a: b\r\n"), 20);
        socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\n"));
        socket.once("close", () => clearInterval(trickle));
      },
    ],
    [
      "a body that never ends",
      (socket: Socket) => {
        const trickle = setInterval(() => socket.write("1\r\nx\r\n"), 20);
        socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"));
        socket.once("close", () => clearInterval(trickle));
      },
    ],
  ])("is %s within the total deadline", async (_, greet) => {
    const port = await raw(greet);
    const started = performance.now();
    expect(await failure(get(`http://127.0.0.1:${port}/`, { timeout: 300 }))).toBe(
      "no-answer: no answer within 300ms",
    );
    expect(performance.now() - started).toBeLessThan(1500);
  });

  test("is TLS that fails", async () => {
    const plain = await serve((_, response) => response.end());
    expect(await failure(get(`https://127.0.0.1:${plain}/`))).toMatch(/^no-answer: TLS failed \(E/);
    const bare = await listening(createTlsServer({}, () => undefined));
    expect(await failure(get(`https://127.0.0.1:${bare}/`))).toMatch(/^no-answer: TLS failed \(E/);
  });

  test("is a name that does not exist", async () => {
    expect(await failure(get("http://no.test/", { resolve: failingWith("ENOTFOUND") }))).toBe(
      "no-answer: the name does not exist",
    );
  });
});

const day = 86_400_000;

describe("over TLS", () => {
  const secured = (days: number, answer = "ok") => {
    const made = selfMade(days);
    return listening(createHttpsServer(made, (_, response) => response.end(answer))).then((port) => ({
      port,
      ...made,
    }));
  };

  withOpenssl("a certificate is trusted where it is named, and its end is told", async () => {
    const { port, cert } = await secured(30);
    const answer = await get(`https://shop.test:${port}/`, { ca: cert });
    expect(answer).toMatchObject({ status: 200, body: "ok" });
    const left = (answer.certificateEnd ?? 0) - Date.now();
    expect([left > 29 * day, left < 31 * day]).toEqual([true, true]);
    expect(
      (await get(`http://127.0.0.1:${await serve((_, response) => response.end())}/`)).certificateEnd,
    ).toBe(undefined);
  });

  withOpenssl(
    "a certificate that nobody trusts, of another name, or of another maker is the target's fault",
    async () => {
      const { port, cert } = await secured(30);
      expect(await failure(get(`https://shop.test:${port}/`))).toMatch(
        /^no-answer: TLS failed: .*self-signed/,
      );
      expect(await failure(get(`https://other.test:${port}/`, { ca: cert }))).toBe(
        "no-answer: TLS failed: the certificate is for another name",
      );
      expect(await failure(get(`https://shop.test:${port}/`, { ca: selfMade(1).cert }))).toMatch(
        /^no-answer: TLS failed/,
      );
    },
  );

  withOpenssl("what has expired is the target's fault", async () => {
    const { port, cert } = await secured(-1);
    expect(await failure(get(`https://shop.test:${port}/`, { ca: cert }))).toBe(
      "no-answer: TLS failed: the certificate has expired",
    );
  });
});

describe("our own inability", () => {
  test.each([
    ["EAI_AGAIN", "the name cannot be resolved now"],
    ["ENETUNREACH", "there is no network route from here"],
    ["ESOMETHING", "the request could not be made (ESOMETHING)"],
  ])("is %s", async (code, message) => {
    expect(await failure(get("http://svc.test/", { resolve: failingWith(code) }))).toBe(`unable: ${message}`);
  });

  test("is a resolver that hangs, and a name without addresses", async () => {
    expect(
      await failure(get("http://svc.test/", { timeout: 200, resolve: () => new Promise(() => undefined) })),
    ).toBe("unable: the name was not resolved within 200ms");
    expect(await failure(get("http://svc.test/", { resolve: async () => [] }))).toBe(
      "unable: the name has no address",
    );
  });

  test.each([
    ["ftp://ops:canary@svc/x", "ftp://svc/x is not an http or https address"],
    ["file:///etc/passwd", "file:///etc/passwd is not an http or https address"],
    ["http://ops:canary@ho st/?a=canary", "http://ho st/ is not an http or https address"],
    ["", " is not an http or https address"],
  ])("is the address %j, shown without secrets", async (url, message) => {
    expect(await failure(get(url))).toBe(`unable: ${message}`);
  });
});
