/** Our own inability to ask, said where it arises; the message goes to people as it is. */
export class Unable extends Error {
  override readonly name = "Unable";
}

export type Silence = { readonly kind: "no-answer" | "unable"; readonly message: string };

/** Sorts what the network said: the target's silence, or our own inability. What is not known is never held against the target. */
export const silenceOf = (error: unknown): Silence => {
  if (error instanceof Unable) return { kind: "unable", message: error.message };
  if (error instanceof AggregateError) return silenceOfAll(error);
  if (error instanceof Error && error.name === "HTTPParserError")
    return { kind: "no-answer", message: "answered with something that is not HTTP" };
  const code = codeOf(error);
  const told = targetSilence[code] ?? tlsSilence(code);
  if (told !== undefined) return { kind: "no-answer", message: told };
  return {
    kind: "unable",
    message: ownInability[code] ?? `the request could not be made${code === "" ? "" : ` (${code})`}`,
  };
};

/** Several addresses were tried: one that was reached and kept silent speaks for the target. */
const silenceOfAll = (error: AggregateError): Silence => {
  const all: readonly Silence[] = error.errors.map(silenceOf);
  return (
    all.find(({ kind }) => kind === "no-answer") ??
    all[0] ?? { kind: "unable", message: "the request could not be made" }
  );
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

const targetSilence: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  ECONNABORTED: "connection aborted",
  EPIPE: "connection closed",
  ETIMEDOUT: "connection timed out",
  EHOSTUNREACH: "no route to the host",
  EHOSTDOWN: "the host is down",
  ENOTFOUND: "the name does not exist",
  UND_ERR_CONNECT_TIMEOUT: "connection timed out",
  UND_ERR_SOCKET: "connection closed before the answer was whole",
  UND_ERR_HEADERS_OVERFLOW: "answered with headers that are too long",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "the body ended early",
};

const ownInability: Readonly<Record<string, string>> = {
  EAI_AGAIN: "the name cannot be resolved now",
  ENETUNREACH: "there is no network route from here",
  ENETDOWN: "the network is down here",
  EACCES: "connecting is not permitted here",
  EPERM: "connecting is not permitted here",
  EMFILE: "too many open files here",
  EADDRNOTAVAIL: "no local address is left to connect from",
};

const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the certificate has expired",
  CERT_NOT_YET_VALID: "the certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate chain is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate cannot be verified",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate's issuer is not trusted here",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another name",
};

const tlsSilence = (code: string): string | undefined => {
  const known = certificateFaults[code];
  if (known !== undefined) return `TLS failed: ${known}`;
  return code === "EPROTO" || /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|UNABLE_TO_)/.test(code)
    ? `TLS failed (${code})`
    : undefined;
};
