import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export type KubeconfigOptions = {
  readonly context?: string;
  readonly namespace?: string;
  readonly token?: string;
  /** A program that prints the credential, in the place of a token. */
  readonly program?: string;
  /** Further contexts of the same file, each with the address of another cluster. */
  readonly others?: Readonly<Record<string, string>>;
};

type Place = { readonly url: string; readonly cert: string | undefined };

const run = (command: string) => ({
  apiVersion: "client.authentication.k8s.io/v1",
  ...{ command, interactiveMode: "IfAvailable" },
});

/** Writes a kubeconfig for a cluster at `url`, and gives its path back. */
export const writeKubeconfig = (
  path: string,
  { url, cert }: Place,
  { context = "test", namespace, token, program, others = {} }: KubeconfigOptions,
): string => {
  const all = Object.entries({ [context]: url, ...others });
  const trust =
    cert === undefined ? {} : { "certificate-authority-data": Buffer.from(cert).toString("base64") };
  const document = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: all.map(([name, server]) => ({ name, cluster: { server, ...trust } })),
    users: [{ name: "tester", user: program === undefined ? { token } : { exec: run(program) } }],
    contexts: all.map(([name]) => ({
      name,
      context: { cluster: name, user: "tester", ...(namespace === undefined ? {} : { namespace }) },
    })),
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
  return path;
};
