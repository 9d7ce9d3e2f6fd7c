import type { HttpRead, HttpReading } from "../../core/checks/check.ts";
import { shownUrl } from "../../core/checks/shown-url.ts";
import { HttpFailure, type HttpResponse } from "../../system/http.ts";

/** Asks one address; throws `HttpFailure`. */
export type AskOne = (
  url: string,
  headers: Readonly<Record<string, string>>,
  method: HttpRead["method"],
) => Promise<HttpResponse>;

type Trail = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly latencyMs: number;
  readonly certificateEnd: number | undefined;
  readonly visited: readonly string[];
};

/**
 * Follows as many redirects as the check allows. Headers and userinfo are for the origin that the check names: once another
 * one was asked they are gone for good.
 */
export const follow = async (
  read: HttpRead,
  headers: Readonly<Record<string, string>>,
  ask: AskOne,
): Promise<HttpReading> => {
  const step = async (trail: Trail): Promise<HttpReading> => {
    const answer = await ask(trail.url, trail.headers, read.method);
    const sofar = {
      latencyMs: trail.latencyMs + answer.latencyMs,
      certificateEnd: earlier(trail.certificateEnd, answer.certificateEnd),
    };
    const redirects = trail.visited.length;
    const next = read.follow === 0 ? undefined : nextOf(answer, trail.url);
    if (next === undefined) {
      const { status, body, cut } = answer;
      return { kind: "answered", status, body, cut, redirects, ...sofar };
    }
    const visited = [...trail.visited, bare(trail.url)];
    if (visited.includes(bare(next.href))) throw lost("redirects in a loop", next.href);
    if (visited.length > read.follow)
      throw lost(`redirects more than ${read.follow} time${read.follow === 1 ? "" : "s"}`, next.href);
    const isHome = trail.headers === headers && next.origin === new URL(read.url).origin;
    return step({
      ...sofar,
      visited,
      url: homeOr(next, isHome, read.url),
      headers: isHome ? headers : nothing,
    });
  };
  return step({ url: read.url, headers, latencyMs: 0, certificateEnd: undefined, visited: [] });
};

const nothing: Readonly<Record<string, string>> = {};

const lost = (why: string, to: string): HttpFailure =>
  new HttpFailure("no-answer", `${why}, to ${shownUrl(to)}`);

/** Where an answer sends us, or nothing where it is an answer of its own. */
const nextOf = ({ status, headers }: HttpResponse, from: string): URL | undefined => {
  const location = headers["location"];
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  const next = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (next === undefined || !["http:", "https:"].includes(next.protocol))
    throw new HttpFailure("no-answer", "redirects to what is not an http or https address");
  return next;
};

/** Userinfo that a redirect brings along is the target's, not ours; our own goes on to our own origin only. */
const homeOr = (next: URL, isHome: boolean, first: string): string => {
  const { username, password } = new URL(first);
  next.username = isHome ? username : "";
  next.password = isHome ? password : "";
  return next.href;
};

const bare = (url: string): string => {
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  parsed.hash = "";
  return parsed.href;
};

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);
