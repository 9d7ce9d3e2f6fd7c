import type { IncomingHttpHeaders } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { afterEach, describe, expect, test } from "vitest";
import type { Check } from "../../src/core/checks/check.ts";
import { evaluateCheck } from "../../src/core/checks/evaluate.ts";
import { readHttpCheck } from "../../src/probes/http.ts";
import { readEnv } from "../../src/system/env.ts";
import { makeFiles } from "../../src/system/files.ts";
import { makeHttp } from "../../src/system/http.ts";
import { selfMade } from "../support/certificates.ts";
import { makeCheck, makeHttpRead, makeWhen, reference } from "../support/make.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { dropEverything, listening, raw, serve } from "../system/loopback.ts";

const withOpenssl = needs("openssl");
const http = makeHttp(readEnv({}), async () => [{ address: "127.0.0.1", family: 4 }]);
const canary = "Kanari7header-Rf12";

const ask = (check: Check, allow: readonly string[] = []) =>
  readHttpCheck(check, http, {
    allow,
    files: makeFiles(),
    variable: (name) => (name === "KEY" ? canary : undefined),
    clock: () => performance.now(),
  });
const checkAt = (port: number, read: Parameters<typeof makeHttpRead>[0] = {}, more: Partial<Check> = {}) =>
  makeCheck({
    read: makeHttpRead({
      url: `http://127.0.0.1:${port}/a`,
      follow: 3,
      timeout: 3000,
      headers: { "X-Key": reference("KEY") },
      ...read,
    }),
    ...more,
  });

afterEach(dropEverything);

describe("real servers", () => {
  test("of another origin are given neither headers nor userinfo", async () => {
    const seen: IncomingHttpHeaders[] = [];
    const other = await serve(({ headers }, response) => {
      seen.push(headers);
      response.end(JSON.stringify(headers));
    });
    const first = await serve(({ headers, url }, response) => {
      seen.push(headers);
      const location = url === "/a" ? "/b" : `http://ann:x@127.0.0.1:${other}/c`;
      response.writeHead(302, { location }).end();
    });
    const url = `http://ann:${canary}@127.0.0.1:${first}/a`;
    const reading = await ask(checkAt(first, { url }));
    expect(reading).toMatchObject({ kind: "answered", status: 200, redirects: 2 });
    expect(seen.map((headers) => [headers["x-key"], headers.authorization === undefined])).toEqual([
      [canary, false],
      [canary, false],
      [undefined, true],
    ]);
  });

  test("that repeat what was sent in secret are not heard", async () => {
    const port = await serve(({ headers }, response) => response.end(JSON.stringify(headers)));
    const reading = await ask(checkAt(port));
    expect(reading).toMatchObject({ body: expect.stringContaining('"x-key":"‹secret›"') });
    const told = evaluateCheck(
      checkAt(
        port,
        {},
        {
          when: makeWhen({
            json: [
              {
                is: { path: "x-key", steps: ["x-key"], test: { kind: "equals", value: "x" } },
                severity: undefined,
              },
            ],
          }),
        },
      ),
      reading,
      0,
    );
    expect(told.status).toBe("fail");
    expect(JSON.stringify([reading, told])).not.toContain(canary);
  });

  test("that send on to a metadata address are not followed there, unless it is allowed by name", async () => {
    const port = await serve((_, response) =>
      response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
    );
    expect(await ask(checkAt(port))).toEqual({
      kind: "unable",
      reason: "169.254.169.254 is a link-local address, which [checks] allow does not name",
    });
  });

  test("on loopback are not asked for a draft", async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const draft = checkAt(port, { headers: {} }, { proposed: true });
    expect(await ask(draft)).toMatchObject({
      kind: "unable",
      reason: expect.stringContaining("nobody vouched"),
    });
    const named = checkAt(port, { headers: {}, url: `http://shop.test:${port}/` }, { proposed: true });
    expect(await ask(named)).toMatchObject({
      kind: "unable",
      reason: expect.stringContaining("nobody vouched"),
    });
    expect(asked).toBe(0);
  });

  test("that redirect in a circle, speak no HTTP or break off do not answer", async () => {
    const circle = await serve((_, response) => response.writeHead(302, { location: "/a" }).end());
    expect(await ask(checkAt(circle))).toMatchObject({
      kind: "no-answer",
      reason: expect.stringContaining("loop"),
    });
    const bytes = await raw((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    expect(await ask(checkAt(bytes))).toEqual({
      kind: "no-answer",
      reason: "answered with something that is not HTTP",
    });
    const broken = await raw((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok"));
    expect((await ask(checkAt(broken))).kind).toBe("no-answer");
  });

  test("that fail once are asked again", async () => {
    let times = 0;
    const port = await serve((request, response) => {
      times += 1;
      if (times === 1) request.socket.destroy();
      else response.end("ok");
    });
    expect((await ask(checkAt(port))).kind).toBe("no-answer");
    times = 0;
    expect(await ask(checkAt(port, { retries: 1 }))).toMatchObject({ kind: "answered", body: "ok" });
  });

  withOpenssl("over TLS are trusted by a file of one's own, and their certificate is judged", async () => {
    const made = selfMade(10);
    const folder = temporaryFolder();
    folder.writeRaw("ca.pem", made.cert);
    const port = await listening(createHttpsServer(made, (_, response) => response.end("ok")));
    const day = 86_400_000;
    const secure = (min: number, ca: string | undefined) =>
      checkAt(
        port,
        { url: `https://shop.test:${port}/`, ca },
        { when: makeWhen({ certificate: { is: min, severity: "medium" } }) },
      );
    const judged = async (check: Check) => evaluateCheck(check, await ask(check), Date.now()).status;
    expect(await judged(secure(5 * day, folder.at("ca.pem")))).toBe("pass");
    expect(await judged(secure(14 * day, folder.at("ca.pem")))).toBe("impaired");
    expect(await judged(secure(5 * day, undefined)), "nobody trusts it").toBe("fail");
    expect(await judged(secure(5 * day, folder.at("none.pem"))), "our own inability").toBe("unable");
  });
});
