import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { TLSSocket } from "node:tls";
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";
import type { Env } from "./env.ts";
import type { HttpRequest } from "./http.ts";
import { Unable } from "./http-failure.ts";

export type Address = { readonly address: string; readonly family: number };
/** Every address of a host name; fails as `getaddrinfo` does. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

export const resolveBySystem: Resolve = (host) => lookup(host, { all: true });

/** How far a request came, to know whose silence it is. */
export type Journey = {
  stage: "resolving" | "reaching the proxy" | "asking";
  /** When the certificate of the one that answered ends, milliseconds UTC. */
  certificateEnd?: number;
};

/** One dispatcher for one request: only addresses that `permit` admitted are connected to, directly or through a proxy. */
export const dispatcherFor = (
  request: HttpRequest,
  env: Env,
  resolve: Resolve,
  journey: Journey,
): Dispatcher => {
  const admitted = admittedAddresses(request, resolve);
  const trust = request.ca === undefined ? {} : { ca: request.ca };
  const connect = watched(journey, {
    ...trust,
    lookup: lookupOf(admitted, journey),
    timeout: request.timeout,
    autoSelectFamily: true,
    // Node's own 250 ms would take a slow path for a dead one.
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(request.timeout / 3)),
  });
  const httpProxy = env.get("http_proxy") ?? env.get("HTTP_PROXY") ?? "";
  const httpsProxy = env.get("https_proxy") ?? env.get("HTTPS_PROXY") ?? "";
  if (httpProxy === "" && httpsProxy === "") return new Agent({ connect });
  // The parser's own error would carry the address, and with it a password.
  for (const proxy of [httpProxy, httpsProxy])
    if (proxy !== "" && !/^https?:$/.test(protocolOf(proxy)))
      throw new Unable("the proxy variables do not hold an http address");
  return new EnvHttpProxyAgent({
    connect,
    httpProxy,
    httpsProxy,
    noProxy: env.get("no_proxy") ?? env.get("NO_PROXY") ?? "",
    proxyTunnel: true,
    proxyTls: { timeout: request.timeout },
    ...(request.ca === undefined ? {} : { requestTls: trust }),
    clientFactory: (origin, options) =>
      tunnelVia(new Pool(origin, options), journey, request.permit === undefined ? undefined : admitted),
  });
};

/** Connects as told, and notes when the certificate that was shown ends. */
const watched = (journey: Journey, options: buildConnector.BuildOptions): buildConnector.connector => {
  const connect = buildConnector(options);
  return (to, callback) =>
    connect(to, (...outcome) => {
      const [, socket] = outcome;
      const end = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : Number.NaN;
      if (!Number.isNaN(end)) journey.certificateEnd = end;
      callback(...outcome);
    });
};

const protocolOf = (address: string): string => (URL.canParse(address) ? new URL(address).protocol : "");

type Admitted = (host: string) => Promise<readonly Address[]>;

/** Resolved once and decided on; a name that changes its mind afterwards is not asked again. */
const admittedAddresses =
  ({ permit = () => ({ ok: true }) }: HttpRequest, resolve: Resolve): Admitted =>
  async (host) => {
    const family = isIP(host);
    const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
    const verdicts = addresses.map((found) => ({ found, verdict: permit(found.address, host) }));
    const good = verdicts.filter(({ verdict }) => verdict.ok).map(({ found }) => found);
    if (good.length > 0) return good;
    const refusal = verdicts.map(({ verdict }) => (verdict.ok ? "" : verdict.why)).find((why) => why !== "");
    throw new Unable(refusal ?? "the name has no address");
  };

/** Node connects to a literal address without asking a lookup, so literals are decided on before any connection. */
export const refuseLiteral = (host: string, permit: HttpRequest["permit"]): void => {
  const verdict = isIP(host) === 0 ? undefined : permit?.(host, host);
  if (verdict?.ok === false) throw new Unable(verdict.why);
};

const lookupOf =
  (admitted: Admitted, journey: Journey): LookupFunction =>
  (host, options, callback) => {
    journey.stage = "resolving";
    admitted(host).then(
      (addresses) => {
        journey.stage = "asking";
        const [first] = addresses;
        if (options.all === true || first === undefined)
          callback(
            null,
            addresses.map((found) => ({ ...found })),
          );
        else callback(null, first.address, first.family);
      },
      (failure: unknown) =>
        callback(failure instanceof Error ? failure : new Unable("the name has no address"), []),
    );
  };

/**
 * A proxy would resolve the name itself, unseen. So the tunnel is asked for by an admitted address; the name still travels in
 * the Host header and in TLS.
 */
const tunnelVia = (pool: Pool, journey: Journey, admitted: Admitted | undefined): Dispatcher => {
  const plain = pool.connect.bind(pool);
  return Object.assign(pool, {
    connect: async (options: Dispatcher.ConnectOptions) => {
      const path = admitted === undefined ? options.path : await pinned(options.path, admitted);
      journey.stage = "reaching the proxy";
      const answer = await plain({ ...options, path });
      if (answer.statusCode !== 200) {
        answer.socket.destroy();
        throw new Unable(`the proxy answered ${answer.statusCode}`);
      }
      journey.stage = "asking";
      return answer;
    },
  });
};

const pinned = async (authority: string, admitted: Admitted): Promise<string> => {
  const { hostname, port } = new URL(`http://${authority}`);
  const [first] = await admitted(hostname.replace(/^\[|\]$/g, "")).catch((cause: unknown) => {
    if (cause instanceof Unable) throw cause;
    throw new Unable(
      "the name does not resolve here, and what a proxy makes of it cannot be checked (NO_PROXY avoids the proxy)",
    );
  });
  if (first === undefined) return authority;
  return `${first.family === 6 ? `[${first.address}]` : first.address}:${port === "" ? "80" : port}`;
};
