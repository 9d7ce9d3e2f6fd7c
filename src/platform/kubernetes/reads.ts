import { listingWords } from "./helm.ts";

const aim = ["--kubeconfig=<file>", "--context=<context>", "--request-timeout=<milliseconds>ms"] as const;

/** Every argv with which a cluster is read, placeholders in angle brackets; what aims it is left out where nothing was given. */
export const clusterReads: readonly (readonly string[])[] = [
  ["kubectl", "config", "view", "--minify", "-o", "json", ...aim],
  ["kubectl", "get", "--raw", "<path of the API>", ...aim],
];

const helmAim = ["--kubeconfig=<file>", "--kube-context=<context>"] as const;

/** Every argv with which helm is asked for the releases of a cluster. */
export const helmReads: readonly (readonly string[])[] = [
  ["helm", "list", ...listingWords, "<scope>", ...helmAim],
  ["helm", "get", "manifest", "<release>", "--namespace=<namespace>", "--revision=<number>", ...helmAim],
];
