import { createServer, type RequestListener, type Server } from "node:http";
import {
  type AddressInfo,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from "node:net";
import { readEnv } from "../../src/system/env.ts";
import { HttpFailure, type HttpRequest, type HttpResponse, makeHttp } from "../../src/system/http.ts";
import type { Resolve } from "../../src/system/http-route.ts";

const opened: (NetServer | Server)[] = [];
const sockets: Socket[] = [];

/** Stops listening; what is connected stays connected. */
export const closeServers = async (): Promise<void> => {
  await Promise.all(opened.splice(0).map((server) => new Promise((done) => server.close(done))));
};

export const dropEverything = async (): Promise<void> => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await closeServers();
};

export const listening = async (server: NetServer | Server, host = "127.0.0.1"): Promise<number> => {
  server.on("connection", (socket: Socket) => sockets.push(socket));
  await new Promise<void>((done) => server.listen(0, host, done));
  opened.push(server);
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

export const serve = (listener: RequestListener): Promise<number> => listening(createServer(listener));

/** A server that speaks bytes, not HTTP. */
export const raw = (greet: (socket: Socket) => void): Promise<number> =>
  listening(
    createNetServer((socket) => {
      socket.on("error", () => undefined);
      greet(socket);
    }),
  );

const loopback: Resolve = async () => [{ address: "127.0.0.1", family: 4 }];
export type Options = Partial<HttpRequest> & {
  readonly env?: Readonly<Record<string, string>>;
  readonly resolve?: Resolve;
};

/** Asks with every name on loopback, unless told otherwise. */
export const get = (
  url: string,
  { env = {}, resolve = loopback, ...over }: Options = {},
): Promise<HttpResponse> =>
  makeHttp(readEnv(env), resolve)({ url, method: "GET", timeout: 3000, bodyCap: 65_536, ...over });

/** `kind: message` of the failure that was thrown. */
export const failure = async (asked: Promise<unknown>): Promise<string> => {
  const thrown = await asked.then(
    () => "it answered",
    (error: unknown) => error,
  );
  return thrown instanceof HttpFailure ? `${thrown.kind}: ${thrown.message}` : String(thrown);
};

export const failingWith =
  (code: string): Resolve =>
  () =>
    Promise.reject(Object.assign(new Error(code), { code }));
