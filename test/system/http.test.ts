import { createServer, type RequestListener, type Server } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { readEnv } from "../../src/system/env.ts";
import { HttpFailure, type HttpRequest, type HttpResponse, makeHttp } from "../../src/system/http.ts";
import type { Resolve } from "../../src/system/http-route.ts";

const opened: NetServer[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(opened.splice(0).map((server) => new Promise((done) => server.close(done))));
});

const listening = async (server: NetServer | Server, host = "127.0.0.1"): Promise<number> => {
  server.on("connection", (socket: Socket) => sockets.push(socket));
  await new Promise<void>((done) => server.listen(0, host, done));
  opened.push(server);
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

const serve = (listener: RequestListener) => listening(createServer(listener));
const raw = (greet: (socket: Socket) => void) =>
  listening(
    createNetServer((socket) => {
      socket.on("error", () => undefined);
      greet(socket);
    }),
  );

const loopback: Resolve = async () => [{ address: "127.0.0.1", family: 4 }];
type Options = Partial<HttpRequest> & { env?: Record<string, string>; resolve?: Resolve };
const get = (url: string, { env = {}, resolve = loopback, ...over }: Options = {}): Promise<HttpResponse> =>
  makeHttp(readEnv(env), resolve)({ url, method: "GET", timeout: 3000, bodyCap: 65_536, ...over });

const failure = async (asked: Promise<unknown>): Promise<string> => {
  const thrown = await asked.then(
    () => "it answered",
    (error: unknown) => error,
  );
  return thrown instanceof HttpFailure ? `${thrown.kind}: ${thrown.message}` : String(thrown);
};

const failingWith =
  (code: string): Resolve =>
  () =>
    Promise.reject(Object.assign(new Error(code), { code }));

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
    await Promise.all(opened.splice(0).map((server) => new Promise((done) => server.close(done))));
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

describe("permit", () => {
  const refuse =
    (...addresses: readonly string[]): NonNullable<HttpRequest["permit"]> =>
    (address) =>
      addresses.includes(address) ? { ok: false, why: `${address} is refused` } : { ok: true };

  test.each([
    "http://127.0.0.1:PORT/",
    "http://2130706433:PORT/",
    "http://0x7f.1:PORT/",
    "http://017700000001:PORT/",
    "http://localhost:PORT/",
    "http://svc.test:PORT/",
  ])("decides on the address behind %s before anything is sent", async (url) => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const real = url.replace("PORT", String(port));
    expect(await failure(get(real, { permit: refuse("127.0.0.1") }))).toBe("unable: 127.0.0.1 is refused");
    expect(asked).toBe(0);
    expect((await get(real, { permit: refuse("169.254.169.254") })).status).toBe(200);
    expect(asked).toBe(1);
  });

  test("sees a literal IPv6 address, and the name that was asked", async () => {
    const seen: string[] = [];
    const permit: HttpRequest["permit"] = (address, host) => {
      seen.push(`${address} ${host}`);
      return { ok: false, why: "refused" };
    };
    await failure(get("http://[::ffff:169.254.169.254]/", { permit }));
    await failure(get("http://svc.test/", { permit }));
    expect(seen).toEqual(["::ffff:a9fe:a9fe ::ffff:a9fe:a9fe", "127.0.0.1 svc.test"]);
  });

  test("is not outwitted by a name that changes its mind", async () => {
    let asked = 0;
    const rebinding: Resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
    };
    const port = await serve((request, response) => response.end(request.socket.localAddress));
    const answer = await get(`http://svc.test:${port}/`, { resolve: rebinding, permit: refuse("127.0.0.2") });
    expect(answer.body).toBe("127.0.0.1");
    expect(asked).toBe(1);
  });

  test("leaves the addresses that it admits", async () => {
    const port = await serve((request, response) => response.end(request.socket.localAddress));
    const two: Resolve = async () => [
      { address: "127.0.0.2", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    const answer = await get(`http://svc.test:${port}/`, { resolve: two, permit: refuse("127.0.0.2") });
    expect(answer.body).toBe("127.0.0.1");
    expect(
      await failure(
        get(`http://svc.test:${port}/`, { resolve: two, permit: refuse("127.0.0.1", "127.0.0.2") }),
      ),
    ).toBe("unable: 127.0.0.2 is refused");
  });
});

describe("a proxy", () => {
  /** A proxy that tunnels to the port asked for on loopback, and remembers what it was asked. */
  const proxy = async (status = 200): Promise<{ url: string; asked: string[] }> => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end("a proxy");
    });
    server.on("connect", (request, client: Socket) => {
      asked.push(request.url ?? "");
      client.on("error", () => undefined);
      if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const upstream = connect(Number((request.url ?? "").split(":").at(-1)), "127.0.0.1", () => {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        upstream.pipe(client).pipe(upstream);
      });
      return upstream.on("error", () => client.destroy());
    });
    return { url: `http://127.0.0.1:${await listening(server)}`, asked };
  };
  const all: NonNullable<HttpRequest["permit"]> = () => ({ ok: true });

  test("is given the admitted address, and the target its name", async () => {
    const port = await serve((request, response) => response.end(request.headers.host));
    const { url, asked } = await proxy();
    const answer = await get(`http://svc.test:${port}/`, { env: { HTTP_PROXY: url }, permit: all });
    expect(answer.body).toBe(`svc.test:${port}`);
    expect(asked).toEqual([`127.0.0.1:${port}`]);
  });

  test("is asked nothing that permit refuses or cannot decide", async () => {
    const { url, asked } = await proxy();
    const env = { HTTP_PROXY: url, HTTPS_PROXY: url };
    const none: HttpRequest["permit"] = (address) => ({ ok: false, why: `${address} is refused` });
    expect(await failure(get("http://svc.test/", { env, permit: none }))).toBe(
      "unable: 127.0.0.1 is refused",
    );
    expect(await failure(get("https://169.254.169.254/", { env, permit: none }))).toBe(
      "unable: 169.254.169.254 is refused",
    );
    expect(
      await failure(get("https://no.test/", { env, permit: all, resolve: failingWith("ENOTFOUND") })),
    ).toMatch(/^unable: the name does not resolve here/);
    expect(asked).toEqual([]);
  });

  test("resolves the name itself where there is nothing to decide", async () => {
    const port = await serve((_, response) => response.end("ok"));
    const { url, asked } = await proxy();
    const env = { http_proxy: url };
    expect((await get(`http://svc.test:${port}/`, { env, resolve: failingWith("ENOTFOUND") })).body).toBe(
      "ok",
    );
    expect(asked).toEqual([`svc.test:${port}`]);
  });

  test("is avoided where NO_PROXY says so, and absent without a variable", async () => {
    const port = await serve((_, response) => response.end("direct"));
    const { url, asked } = await proxy();
    const env = { HTTP_PROXY: url, NO_PROXY: "svc.test" };
    expect((await get(`http://svc.test:${port}/`, { env, permit: all })).body).toBe("direct");
    expect(asked).toEqual([]);
  });

  test("that fails is our inability, never the target's silence", async () => {
    const refusing = await proxy(403);
    expect(await failure(get("http://svc.test/", { env: { HTTP_PROXY: refusing.url }, permit: all }))).toBe(
      "unable: the proxy answered 403",
    );
    const dead = await serve(() => undefined);
    await Promise.all(opened.splice(0).map((server) => new Promise((done) => server.close(done))));
    const env = { HTTP_PROXY: `http://ops:canary@127.0.0.1:${dead}` };
    expect(await failure(get("http://svc.test/", { env, permit: all }))).toBe(
      "unable: the proxy cannot be reached: connection refused",
    );
    const mute = await raw(() => undefined);
    const hanging = { env: { HTTP_PROXY: `http://127.0.0.1:${mute}` }, permit: all, timeout: 300 };
    expect(await failure(get("http://svc.test/", hanging))).toBe(
      "unable: the proxy did not answer within 300ms",
    );
  });

  test("leaves the target's silence what it is", async () => {
    const closes = await raw((socket) => socket.once("data", () => socket.end()));
    const { url } = await proxy();
    expect(
      await failure(get(`http://svc.test:${closes}/`, { env: { HTTP_PROXY: url }, permit: all })),
    ).toMatch(/^no-answer: connection/);
  });

  test("whose address is broken is our inability, said without its password", async () => {
    const asked = makeHttp(readEnv({ HTTPS_PROXY: "http://ops:canary@ho st" }), loopback);
    const thrown: unknown = await asked({
      url: "http://svc.test/",
      method: "GET",
      timeout: 500,
      bodyCap: 1,
    }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      kind: "unable",
      message: "the proxy variables do not hold an http address",
    });
    expect(inspect(thrown)).not.toContain("canary");
  });
});
