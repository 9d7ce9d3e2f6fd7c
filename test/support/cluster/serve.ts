import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { TLSSocket } from "node:tls";
import { demand, review, type User, userOf, wishOf } from "./access.ts";
import { type Address, addressOf } from "./address.ts";
import type { Running, Seen } from "./cluster.ts";
import { discover } from "./discovery.ts";
import { type Misfortune, refusalOf } from "./faults.ts";
import { isThing, type Json, thing, things } from "./json.ts";
import { isReview } from "./kinds.ts";
import { listOf } from "./lists.ts";
import { logOf } from "./logs.ts";
import { openapi } from "./openapi.ts";
import { fromProtobuf } from "./protobuf.ts";
import { remove } from "./remove.ts";
import { scale, scaleOf } from "./scale.ts";
import { type Answer, badRequest, noSuchPath, notFound, Refusal } from "./status.ts";
import { tableOf, wantsTable } from "./table.ts";
import { watch } from "./watch.ts";
import { create, patch, targetOf, update } from "./write.ts";

/** Answers one request: log, fault, identity, access, then the work. */
export const serve = async (
  running: Running,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const url = new URL(request.url ?? "/", "http://cluster");
  const path = url.pathname.replace(/(.)\/+$/, "$1");
  const method = request.method ?? "GET";
  const address = addressOf(running.world.store.kinds(), method, path, url.searchParams);
  const body = await bodyOf(request);
  const seen = note(request, { path, query: url.searchParams, address, body });
  running.seen.push(seen);
  const tell = (): void => {
    for (const look of [...running.arrivals]) look();
  };
  response.on("finish", () => {
    seen.status = response.statusCode;
  });
  const asked: Asked = { request, response, method, path, query: url.searchParams, address, body };
  const misfortune = running.faults.next(asked);
  if (misfortune?.kind === "slow") {
    tell();
    await pause(misfortune.milliseconds);
  }
  if (misfortune?.kind === "reset") {
    if (request.socket instanceof TLSSocket) request.socket.destroy();
    else request.socket.resetAndDestroy();
    return;
  }
  const answer = (misfortune === undefined ? undefined : refusalOf(misfortune)) ?? answered(running, asked);
  if (answer !== undefined) respond(response, answer, misfortune);
  tell();
};

type Asked = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly address: Address | undefined;
  readonly body: Buffer;
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

const note = (
  request: IncomingMessage,
  { path, query, address, body }: Pick<Asked, "path" | "query" | "address" | "body">,
): Seen => ({
  method: request.method ?? "GET",
  path,
  query: Object.fromEntries(query),
  verb: address?.verb ?? "",
  resource: address === undefined ? "" : wishOf(address).resource,
  namespace: address?.namespace ?? "",
  name: address?.name ?? "",
  user: request.headers.authorization ?? "",
  userAgent: request.headers["user-agent"] ?? "",
  contentType: request.headers["content-type"] ?? "",
  body: body.toString("utf8"),
  dryRun: query.getAll("dryRun").includes("All") || saysDry(body),
  status: 0,
});

/** Options of a delete stand in its body; in protobuf a text of three letters is a length and those letters. */
const saysDry = (body: Buffer): boolean =>
  body.includes('"dryRun":["All"]') || (body.includes("k8s\0") && body.includes("*\x03All"));

/** Undefined where the answer is a stream that runs already. */
const answered = (running: Running, asked: Asked): Answer | undefined => {
  try {
    const user = userOf(running.tokens, asked.request.headers);
    const general = generalAnswer(running, asked);
    return general ?? resourceAnswer(running, asked, user);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
};

const generalAnswer = ({ world, gitVersion }: Running, { path, request }: Asked): Answer | undefined => {
  if (path === "/version") {
    const [major = "1", minor = "33"] = gitVersion.slice(1).split(".");
    return { status: 200, body: { major, minor, gitVersion, platform: "linux/amd64" } };
  }
  if (["/healthz", "/readyz", "/livez"].includes(path)) return { status: 200, body: "ok" };
  const kinds = world.store.kinds();
  return openapi(kinds, path) ?? discover(kinds, path, request.headers.accept ?? "");
};

const resourceAnswer = (running: Running, asked: Asked, user: User): Answer | undefined => {
  const { address } = asked;
  if (address === undefined) throw noSuchPath();
  if (isReview(address.kind))
    return { status: 201, body: review(user, address.kind.kind, thing(parsed(asked))) };
  demand(user, wishOf(address), address.kind.group);
  if (address.verb === "watch") {
    watch(running.world.store, address, asked.query, asked.response);
    return undefined;
  }
  return ["get", "list"].includes(address.verb)
    ? readAnswer(running, asked, address)
    : writeAnswer(running, asked, address);
};

const readAnswer = (running: Running, { path, query, request }: Asked, address: Address): Answer => {
  const { world, logs, clock } = running;
  const accept = request.headers.accept ?? "";
  const shape = { include: query.get("includeObject") ?? "Metadata", now: clock() };
  if (address.verb === "list") {
    const body = listOf(world.store, address, query);
    return {
      status: 200,
      body: wantsTable(accept) ? tableOf(address.kind, body, things(body, "items"), shape) : body,
    };
  }
  const object = world.store.get(address.kind, address.namespace, address.name);
  if (object === undefined) throw notFound(targetOf(address));
  if (address.subresource === "log") return { status: 200, body: logOf(logs, object, query, clock()) };
  if (address.subresource === "scale") return { status: 200, body: scaleOf(object) };
  if (address.subresource === "proxy") return throughNode(running, path, address.name);
  return {
    status: 200,
    body: wantsTable(accept) ? tableOf(address.kind, object, [object], shape) : object,
  };
};

/** What the kubelet of a node answers; one that was given no summary cannot be reached. */
const throughNode = ({ summaries }: Running, path: string, node: string): Answer => {
  const summary = summaries.get(node);
  if (summary === undefined)
    throw new Refusal(
      503,
      "ServiceUnavailable",
      "error trying to reach service: dial tcp 10.0.0.1:10250: connect: connection refused",
    );
  if (!path.endsWith("/proxy/stats/summary")) return { status: 404, body: "404 page not found\n" };
  return { status: 200, body: summary };
};

const writeAnswer = ({ world, clock, kubelet }: Running, asked: Asked, address: Address): Answer => {
  const { query, request } = asked;
  const body: Json = asked.body.length === 0 ? {} : parsed(asked);
  const contentType = request.headers["content-type"] ?? "";
  const now = clock();
  const write = { address, query, body, contentType, userAgent: request.headers["user-agent"] ?? "", now };
  if (address.verb.startsWith("delete"))
    return { status: 200, body: remove(world, { address, query, body, now, kubelet }) };
  if (address.subresource === "scale") return { status: 200, body: scale(world, write) };
  if (address.subresource === "eviction") {
    const options = isThing(body) ? thing(body, "deleteOptions") : {};
    return { status: 201, body: remove(world, { address, query, body: options, now, kubelet }) };
  }
  switch (address.verb) {
    case "create":
      return { status: 201, body: create(world, write) };
    case "update":
      return { status: 200, body: update(world, write) };
    case "patch": {
      // Server-side apply also creates.
      const existed = world.store.get(address.kind, address.namespace, address.name) !== undefined;
      return { status: existed ? 200 : 201, body: patch(world, write) };
    }
    default:
      throw new Refusal(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
      );
  }
};

const parsed = ({ request, body }: Asked): Json => {
  if (/protobuf/.test(request.headers["content-type"] ?? "")) return fromProtobuf(body);
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw badRequest(`the object provided is unrecognized: ${String(error)}`);
  }
};

const respond = (
  response: ServerResponse,
  { status, body, headers = {} }: Answer,
  misfortune: Misfortune | undefined,
): void => {
  const json = typeof body !== "string";
  const whole = json ? `${JSON.stringify(body)}\n` : body;
  const half = whole.slice(0, Math.floor(whole.length / 2));
  const type = json ? "application/json" : "text/plain; charset=utf-8";
  if (misfortune?.kind === "truncated") {
    response.writeHead(status, {
      "content-type": type,
      "content-length": Buffer.byteLength(whole),
      ...headers,
    });
    response.write(half, () => response.socket?.destroy());
    return;
  }
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(misfortune?.kind === "broken-json" ? half : whole);
};
