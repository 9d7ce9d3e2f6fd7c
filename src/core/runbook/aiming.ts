/**
 * Options of the programs that are told which cluster is meant by words of their own: each chooses the cluster, whose credential
 * is used, or how it is known that it is that cluster. Of every version that is known.
 */
const aimingOptions = {
  kubectl: [
    ...["--context", "--cluster", "--kubeconfig", "--kuberc", "--server", "--tls-server-name"],
    ...["--user", "--username", "--password", "--token", "--client-certificate", "--client-key"],
    ...["--as", "--as-group", "--as-uid", "--as-user-extra"],
    ...["--certificate-authority", "--insecure-skip-tls-verify"],
  ],
  helm: [
    ...["--kube-context", "--kubeconfig", "--kube-apiserver", "--kube-tls-server-name"],
    ...["--kube-token", "--kube-as-user", "--kube-as-group"],
    ...["--kube-ca-file", "--kube-insecure-skip-tls-verify"],
  ],
} as const;

export const clusterPrograms: ReadonlySet<string> = new Set(Object.keys(aimingOptions));

/** Letters of kubectl that take no value somewhere: another one may follow them in the same word. */
const kubectlSwitches = "ARfhipqtw";

const shortServer = new RegExp(`^-[${kubectlSwitches}]*s`);
const onlySwitches = new RegExp(`^-[${kubectlSwitches}]*$`);

/** How a word begins, and whether something is filled in right after that. */
export type Lead = { readonly text: string; readonly isFilled: boolean };

/**
 * Whether kubectl reads the name of an option as another one: it takes `_` for `-` (WordSepNormalizeFunc of k8s.io/component-base),
 * so that `--dry_run=none` takes back what `--dry-run=server` says.
 */
export const isRespelt = (word: string): boolean => /^--[^=]*_/.test(word);

/** The option by which a word aims kubectl or helm (the plain name of the program), or by what is filled into it might. */
export const aimingWord = (program: string, { text, isFilled }: Lead): string | undefined => {
  const [option = ""] = text.split("=");
  if (program === "helm") return aimingOptions.helm.find((one) => one === option);
  if (program !== "kubectl") return undefined;
  if (shortServer.test(text)) return option;
  // `-A{name}` would be `-A -s …` where the name begins so.
  if (isFilled && onlySwitches.test(text)) return option;
  return aimingOptions.kubectl.find((one) => one === option);
};
