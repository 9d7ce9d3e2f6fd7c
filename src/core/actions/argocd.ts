import { z } from "zod";
import { readHolder } from "../held-by.ts";
import { type Drawn, defineAction, type Subject } from "./action.ts";
import { GitRevision, NamespaceName, ObjectName, SyncOption } from "./parameter.ts";

const application = { namespace: NamespaceName, name: ObjectName };
type Named = { readonly namespace: string; readonly name: string };

export const refreshParameters = z.strictObject({ ...application, refresh: z.enum(["normal", "hard"]) });
export const syncParameters = z.strictObject({
  ...application,
  revision: GitRevision,
  options: z.array(SyncOption).max(20),
});

const rights = (["get", "patch"] as const).map((verb) => ({
  ...{ verb, group: "argoproj.io", resource: "applications" },
}));

const drawApplication = ({ identity }: Subject): Drawn<Named> => {
  const { style, group, kind, namespace, name } = identity;
  return style === "path" && group === "argoproj.io" && kind === "Application"
    ? { ok: true, value: { namespace, name } }
    : { ok: false, why: `it is done to an application of Argo CD, and this is a ${kind}` };
};

/** The application itself, or the one that deploys what drifted. */
const drawDrifted = (subject: Subject): Drawn<Named> => {
  const { identity, drift } = subject;
  if (drift !== undefined && drift.source !== "argocd")
    return { ok: false, why: `it is done to what Argo CD compares, and this comes from ${drift.source}` };
  if (drift?.action === "delete")
    return { ok: false, why: "Git does not declare it any more, and a sync from here deletes nothing" };
  const holder = drift === undefined || identity.style !== "path" ? undefined : readHolder(identity.key);
  return holder === undefined
    ? drawApplication(subject)
    : { ok: true, value: { namespace: holder.namespace, name: holder.name } };
};

export const argocdRefresh = defineAction({
  name: "argocd-refresh",
  summary: "let Argo CD compare one application with Git anew; hard: without what it remembers of it",
  envelope: { reversibility: "lossless", impact: "one" },
  cures: ["ComparisonError", "SyncUnknown"],
  parameters: refreshParameters,
  shape:
    "kubectl annotate applications.argoproj.io/<name> argocd.argoproj.io/refresh=<refresh> --namespace=<namespace>",
  permissions: rights,
  inverse: undefined,
  draw: drawApplication,
  // Without --overwrite: who asked before is not asked over.
  argv: ({ namespace, name, refresh }) => [
    ...["kubectl", "annotate", `applications.argoproj.io/${name}`],
    ...[`argocd.argoproj.io/refresh=${refresh}`, `--namespace=${namespace}`],
  ],
});

/**
 * Every member that could delete or replace is written down, because a merge keeps what it does not name of a request that
 * somebody else made in the same moment.
 */
const operation = (revision: string, options: string): string =>
  [
    '{"operation":{"initiatedBy":{"username":"steadystate","automated":false},"info":null,"retry":null,"sync":{',
    `"revision":"${revision}","syncOptions":${options},"prune":false,"dryRun":false,`,
    '"resources":null,"manifests":null,"source":null,"sources":null,"revisions":null,"syncStrategy":null}}}',
  ].join("");

export const argocdSync = defineAction({
  name: "argocd-sync",
  summary:
    "let Argo CD apply one whole application at exactly the revision that was looked at; nothing is pruned",
  envelope: { reversibility: "recoverable", impact: "service" },
  cures: [],
  mends: ["argocd"],
  parameters: syncParameters,
  shape: `kubectl patch applications.argoproj.io/<name> --namespace=<namespace> --type=merge --patch=${operation("<revision>", "<options>")}`,
  permissions: rights,
  inverse: "argocd-sync",
  draw: drawDrifted,
  argv: ({ namespace, name, revision, options }) => [
    ...["kubectl", "patch", `applications.argoproj.io/${name}`, `--namespace=${namespace}`],
    ...["--type=merge", `--patch=${operation(revision, JSON.stringify(options))}`],
  ],
});
