/** Whose a resource is, as its key tells: the application that deploys it, and the cluster that it deploys to. */
export type Holder = { readonly namespace: string; readonly name: string; readonly cluster: string };

/** `[argocd/shop on in-cluster]`; an application whose namespace nobody wrote down has its name alone. */
export const printHolder = ({ namespace, name, cluster }: Holder): string =>
  `[${[namespace, name].filter(Boolean).join("/")} on ${cluster}]`;

const label = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
const shape = new RegExp(`^\\[(${label})/(${label}(?:\\.${label})*) on ([^\\]]+)\\]$`);

/** What {@link printHolder} wrote, where it names one application for certain; no name of Kubernetes holds a slash or a blank. */
export const readHolder = (key: string): Holder | undefined => {
  const [, namespace, name, cluster] = shape.exec(key) ?? [];
  return namespace === undefined || name === undefined || cluster === undefined
    ? undefined
    : { namespace, name, cluster };
};
