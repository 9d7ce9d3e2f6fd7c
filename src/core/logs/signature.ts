/** How the lines of a stack go on. */
export type Language = "go" | "java" | "python" | "node" | "rust" | "dotnet";

/** Something that is known to be wrong from the words alone. */
export type Signature = {
  readonly name: string;
  /** One is enough: a process, or a thread of it, has ended. */
  readonly fatal: boolean;
  readonly language?: Language | undefined;
};

type Known = Signature & { readonly says: (line: string, lower: string) => boolean };

/** The first that fits names the line. `line` is cut already. */
export const signatureOf = (line: string): Signature | undefined => {
  const lower = line.toLowerCase();
  return known.find(({ says }) => says(line, lower));
};

/** A phrase that is not denied: neither by the words before it nor by the value behind it. */
const phrase =
  (...phrases: readonly string[]) =>
  (_: string, lower: string): boolean =>
    phrases.some((one) => {
      const at = lower.indexOf(one);
      return at >= 0 && !isDenied(lower, at, one.length);
    });

const isDenied = (lower: string, at: number, length: number): boolean =>
  /(?:\b(?:no|not|never|without|non|0)|n't)[ -](?:[a-z]{1,20} )?$/.test(
    lower.slice(Math.max(0, at - 32), at),
  ) ||
  /^(?:ed|s|_total)?(?: (?:containers?|events?|count))?["']? ?[=:] ?["']?(?:0|false|none|nil|null|no|off)\b/.test(
    lower.slice(at + length, at + length + 40),
  );

const begins =
  (pattern: RegExp) =>
  (line: string): boolean =>
    pattern.test(line);

const fatal = (name: string, says: Known["says"], language?: Language): Known => ({
  ...{ name, fatal: true, language, says },
});
const error = (name: string, ...phrases: readonly string[]): Known => ({
  ...{ name, fatal: false, says: phrase(...phrases) },
});

const known: readonly Known[] = [
  fatal(
    "out-of-memory",
    phrase(
      "javascript heap out of memory",
      "out of memory (allocated",
      "cannot allocate memory",
      "oomkilled",
    ),
  ),
  fatal("java-oom", phrase("java.lang.outofmemoryerror"), "java"),
  fatal("out-of-memory", phrase("out of memory")),
  fatal("java-exception", begins(/^Exception in thread "/), "java"),
  fatal("go-panic", begins(/^panic: /), "go"),
  fatal("go-fatal", begins(/^fatal error: /), "go"),
  fatal("segfault", phrase("segmentation fault", "sigsegv", "segfault at"), "go"),
  fatal("python-traceback", phrase("traceback (most recent call last):"), "python"),
  fatal(
    "node-uncaught",
    (line, lower) =>
      /^Node\.js v\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(line) ||
      phrase("unhandledpromiserejection", "triggeruncaughtexception", "uncaughtexception:")(line, lower),
    "node",
  ),
  fatal("rust-panic", begins(/^thread '[^']{0,200}' (?:\(\d{1,20}\) )?panicked at /), "rust"),
  fatal("dotnet-unhandled", begins(/^Unhandled [Ee]xception[.:] /), "dotnet"),
  fatal("php-fatal", begins(/^(?:PHP )?Fatal error: /)),
  fatal("exec-format", phrase("exec format error")),
  fatal("permission-denied", (line, lower) => isStart(line) && lower.includes("permission denied")),
  fatal(
    "command-not-found",
    (line, lower) => isStart(line) && /: not found$|no such file or directory$/.test(lower),
  ),
  error("connection-refused", "connection refused", "econnrefused"),
  error(
    "no-such-host",
    ...["no such host", "enotfound", "eai_again", "name or service not known", "could not resolve host"],
    ...["temporary failure in name resolution", "unknownhostexception"],
  ),
  error("no-route", "no route to host", "ehostunreach", "network is unreachable"),
  error("deadline", "context deadline exceeded", "i/o timeout", "connection timed out", "etimedout"),
  error("disk-full", "no space left on device", "enospc"),
  error("read-only", "read-only file system"),
  error("address-in-use", "address already in use", "eaddrinuse"),
  error("too-many-files", "too many open files", "emfile"),
  error("certificate", "x509: ", "certificate verify failed", "certificate has expired", "pkix path"),
  error(
    "authentication",
    "password authentication failed",
    "access denied for user",
    "authentication failed",
  ),
  error("permission-denied", "permission denied", "eacces"),
];

/** What a shell or a runtime says of the program that it was to start. */
const isStart = (line: string): boolean => /^(?:exec\b|\S{0,60}\bsh: )/.test(line);
