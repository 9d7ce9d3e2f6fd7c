import type { Answer } from "./failure.ts";
import { type Access, askTool, type Kubectl, plainValue } from "./kubectl.ts";

/**
 * How every release is listed, whatever became of it. Helm 3 shows only deployed and failed ones by itself and helm 4 knows no
 * `--all`; the states one by one mean the same to both. No limit: both answer with all of them.
 */
export const listingWords = [
  ...["--deployed", "--failed", "--pending", "--uninstalling", "--superseded", "--uninstalled"],
  ...["--max=0", "--output=json"],
] as const;

const helmAim = ["--kubeconfig=<file>", "--kube-context=<context>"] as const;

/** Every argv with which helm is asked for what it keeps of a release. */
export const keptReads: readonly (readonly string[])[] = [
  ["helm", "history", "<release>", "--namespace=<namespace>", "--output=json", ...helmAim],
  ["helm", "get", "manifest", "<release>", "--namespace=<namespace>", "--revision=<number>", ...helmAim],
];

/** What runs around a rollback to a revision. */
export const hookRead = [
  ...["helm", "get", "hooks", "<release>", "--namespace=<namespace>", "--revision=<number>", ...helmAim],
] as const;

/** Every argv with which helm is asked for the releases of a cluster. */
export const helmReads: readonly (readonly string[])[] = [
  ["helm", "list", ...listingWords, "--all-namespaces", ...helmAim],
  ["helm", "list", ...listingWords, "--namespace=<namespace>", ...helmAim],
  ...keptReads,
];

/** Asks helm about the cluster that is held, and no other. */
export const askHelm = (kubectl: Kubectl, words: readonly string[]): Promise<Answer<string>> =>
  askTool(kubectl, () => ({ argv: ["helm", ...words, ...helmAimed(kubectl.access)], env: notElsewhere }));

/** The words that aim a call of helm. Throws `refused` for a value that would read as an option. */
export const helmAimed = ({ context, kubeconfig }: Access): readonly string[] => [
  ...(kubeconfig === undefined ? [] : [`--kubeconfig=${plainValue("kubeconfig", kubeconfig)}`]),
  ...(context === undefined ? [] : [`--kube-context=${plainValue("context", context)}`]),
];

/** Variables by which helm would ask another server, or ask as somebody else, in spite of its arguments. */
const notElsewhere = Object.fromEntries(
  [
    ...["HELM_KUBEAPISERVER", "HELM_KUBETOKEN", "HELM_KUBECAFILE", "HELM_KUBETLS_SERVER_NAME"],
    ...["HELM_KUBEASUSER", "HELM_KUBEASGROUPS", "HELM_NAMESPACE", "HELM_KUBECONTEXT"],
    "HELM_KUBEINSECURE_SKIP_TLS_VERIFY",
  ].map((name) => [name, ""]),
);
