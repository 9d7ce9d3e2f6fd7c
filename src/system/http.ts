export type HttpRequest = {
  readonly url: string;
  readonly method: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds in total: connect, TLS and body. */
  readonly timeout: number;
  /** Bytes of body at most; the rest is not read. */
  readonly bodyCap: number;
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
  readonly latencyMs: number;
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
