import { printHolder } from "../../../core/held-by.ts";
import type { Identity } from "../../../core/identity.ts";
import type { Looker } from "../sight.ts";
import type { Teller } from "../telling.ts";
import type { Application, ArgoResource, Status } from "./schema.ts";

/** One application that is judged. */
export type Subject = {
  readonly app: Application;
  readonly status: Status;
  readonly teller: Teller;
  /** Of the look, printed. */
  readonly scope: string;
  /** Milliseconds UTC; `undefined` where nothing tells when it was looked at. */
  readonly at: number | undefined;
  readonly tells: Looker["tells"];
};

/** The cluster that it deploys to; the cluster of Argo CD itself has one name, however it is written. */
const destinationOf = ({ spec }: Application): string => {
  const { name = "", server = "" } = spec?.destination ?? {};
  if (name !== "") return name;
  const address = server.replace(/\/+$/, "");
  return address === "" || address === "https://kubernetes.default.svc" ? "in-cluster" : address;
};

/** The application itself, apart from those of the same name that deploy elsewhere. */
export const identityOfApp = ({ app, scope }: Pick<Subject, "app" | "scope">): Identity => ({
  ...{ style: "path", scope, group: "argoproj.io", kind: "Application" },
  namespace: app.metadata.namespace,
  name: app.metadata.name,
  key: `[on ${destinationOf(app)}]`,
});

/** A resource of this application: the same thing under two of them, or on two clusters, is two. */
export const identityOfResource = (
  { group, kind, namespace, name }: ArgoResource,
  { app, scope }: Pick<Subject, "app" | "scope">,
): Identity => ({
  ...{ style: "path", scope, group, kind: kind === "" ? "unknown" : kind, namespace, name },
  key: printHolder({ ...app.metadata, cluster: destinationOf(app) }),
});

export const evidenceOf = ({ app, status }: Pick<Subject, "app" | "status">) => {
  const { sync, health } = status;
  const addresses = [app.spec?.source, ...(app.spec?.sources ?? [])].map((one) => one?.repoURL ?? "");
  return {
    application: [app.metadata.namespace, app.metadata.name].filter(Boolean).join("/"),
    cluster: destinationOf(app),
    source: [...new Set(addresses.filter(Boolean))].slice(0, 3).join(", "),
    revision: sync?.revision === "" ? (sync.revisions ?? []).join(", ") : sync?.revision,
    sync: sync?.status,
    health: health?.status,
  };
};
