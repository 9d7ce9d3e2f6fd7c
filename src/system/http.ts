import { isIP } from "node:net";
import { performance } from "node:perf_hooks";
import { request as ask, type Dispatcher } from "undici";
import { shownUrl } from "../core/checks/shown-url.ts";
import { formatDuration } from "../core/time.ts";
import type { Env } from "./env.ts";
import { silenceOf, Unable } from "./http-failure.ts";
import { dispatcherFor, type Journey, type Resolve, refuseLiteral, resolveBySystem } from "./http-route.ts";

export type HttpRequest = {
  readonly url: string;
  readonly method: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds in total: connect, TLS and body. */
  readonly timeout: number;
  /** Bytes of body at most; the rest is not read. */
  readonly bodyCap: number;
  /** PEM certificates that are trusted instead of the system's. */
  readonly ca?: string | undefined;
  /** Decides on the resolved address before connecting; a refusal is thrown with its reason. */
  readonly permit?: (
    address: string,
    host: string,
  ) => { readonly ok: true } | { readonly ok: false; readonly why: string };
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body goes on beyond the cap. */
  readonly cut: boolean;
  readonly latencyMs: number;
  /** When the target's certificate ends, milliseconds UTC; `undefined` without TLS and behind a proxy. */
  readonly certificateEnd: number | undefined;
};

/** Why there is no response: the target's silence (`no-answer`) or our own inability to ask (`unable`). */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly kind: "no-answer" | "unable";
  constructor(kind: "no-answer" | "unable", message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** One request, http or https only, no redirect followed. Throws {@link HttpFailure}. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** The client of this environment; `resolve` is the system's own resolver but in tests. */
export const makeHttp =
  (env: Env, resolve: Resolve = resolveBySystem): Http =>
  async (request) => {
    const started = performance.now();
    const journey: Journey = { stage: "resolving" };
    try {
      const url = addressOf(request);
      if (isLiteral(url)) journey.stage = "asking";
      const dispatcher = dispatcherFor(request, env, resolve, journey);
      try {
        const answer = await beforeDeadline(request.timeout, journey, exchange(url, request, dispatcher));
        return {
          ...answer,
          latencyMs: Math.round(performance.now() - started),
          certificateEnd: journey.certificateEnd,
        };
      } finally {
        await dispatcher.destroy();
      }
    } catch (cause) {
      throw failureOf(cause, journey);
    }
  };

const addressOf = ({ url, permit }: HttpRequest): URL => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !["http:", "https:"].includes(parsed.protocol))
    throw new Unable(`${shownUrl(url)} is not an http or https address`);
  refuseLiteral(hostOf(parsed), permit);
  return parsed;
};

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, "");

const isLiteral = (url: URL): boolean => isIP(hostOf(url)) !== 0;

const exchange = async (
  url: URL,
  { method, headers = {}, bodyCap }: HttpRequest,
  dispatcher: Dispatcher,
): Promise<Omit<HttpResponse, "latencyMs" | "certificateEnd">> => {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  const {
    statusCode,
    headers: received,
    body,
  } = await ask(bare, {
    dispatcher,
    method,
    headers: { "user-agent": "steadystate", accept: "*/*", ...basicAuth(url), ...headers },
    // The deadline is one for the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { status: statusCode, headers: flat(received), ...(await textUpTo(body, bodyCap)) };
};

const basicAuth = ({ username, password }: URL): Readonly<Record<string, string>> => {
  if (username === "" && password === "") return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { authorization: `Basic ${Buffer.from(pair, "utf8").toString("base64")}` };
};

/** A `%` that encodes nothing stands for itself. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (malformed) {
    if (malformed instanceof URIError) return text;
    throw malformed;
  }
};

const flat = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === "string" ? value : value.join(", ")]],
    ),
  );

const textUpTo = async (
  body: AsyncIterable<Uint8Array>,
  cap: number,
): Promise<Pick<HttpResponse, "body" | "cut">> => {
  const chunks: Uint8Array[] = [];
  let room = cap;
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, Math.max(0, room)));
    room -= chunk.length;
    // One byte more than the cap shows that there is more.
    if (room < 0) break;
  }
  return { body: new TextDecoder().decode(Buffer.concat(chunks)), cut: room < 0 };
};

/** Whose silence it is depends on how far the request came. */
const beforeDeadline = async <T>(timeout: number, journey: Journey, asked: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const within = formatDuration(timeout);
      if (journey.stage === "asking") reject(new HttpFailure("no-answer", `no answer within ${within}`));
      else if (journey.stage === "resolving")
        reject(new Unable(`the name was not resolved within ${within}`));
      else reject(new Unable(`the proxy did not answer within ${within}`));
    }, timeout);
  });
  try {
    return await Promise.race([asked, deadline]);
  } finally {
    clearTimeout(timer);
  }
};

const failureOf = (cause: unknown, { stage }: Journey): HttpFailure => {
  if (cause instanceof HttpFailure) return cause;
  const { kind, message } = silenceOf(cause);
  if (stage === "reaching the proxy" && kind === "no-answer")
    return new HttpFailure("unable", `the proxy cannot be reached: ${message}`, cause);
  return new HttpFailure(kind, message, cause);
};
