/** Requests at once to one cluster. */
export const atOnce = 4;
/** Logs at once: each comes from a node of its own, and is small. */
export const logsAtOnce = 8;

const aim = ["--kubeconfig=<file>", "--context=<context>", "--request-timeout=<milliseconds>ms"] as const;

/** Every argv with which a cluster is read, placeholders in angle brackets; what aims it is left out where nothing was given. */
export const clusterReads: readonly (readonly string[])[] = [
  ["kubectl", "config", "view", "--minify", "-o", "json", ...aim],
  ["kubectl", "get", "--raw", "<path of the API>", ...aim],
];

/** How the tools of this platform are asked for their version: neither of them knows `--version`. */
export const clusterVersions = { kubectl: ["version", "--client"], helm: ["version", "--short"] } as const;
