import type { Answer } from "./failure.ts";
import { type Access, askTool, type Kubectl, plainValue } from "./kubectl.ts";

/** Asks helm about the cluster that is held, and no other. */
export const askHelm = (kubectl: Kubectl, words: readonly string[]): Promise<Answer<string>> =>
  askTool(kubectl, () => ({ argv: ["helm", ...words, ...aimed(kubectl.access)], env: notElsewhere }));

const aimed = ({ context, kubeconfig }: Access): readonly string[] => [
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
