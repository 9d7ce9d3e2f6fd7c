import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import type { HttpRequest } from "../../src/system/http.ts";
import type { Resolve } from "../../src/system/http-route.ts";
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

afterEach(dropEverything);

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
    await closeServers();
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
    const env = { HTTPS_PROXY: "http://ops:canary@ho st" };
    const thrown: unknown = await get("http://svc.test/", { env }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      kind: "unable",
      message: "the proxy variables do not hold an http address",
    });
    expect(inspect(thrown)).not.toContain("canary");
  });
});
