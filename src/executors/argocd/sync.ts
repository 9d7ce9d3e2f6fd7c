import { createHash } from "node:crypto";
import type { z } from "zod";
import { syncParameters as whole } from "../../core/actions/argocd.ts";
import { GitRevision, SyncOption } from "../../core/actions/parameter.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { redactText } from "../../core/secret.ts";
import type { Reach } from "../executor.ts";
import {
  arrived,
  defineDeed,
  foreseen,
  missed,
  noop,
  type Seen,
  type Sight,
  unfit,
  waiting,
} from "../kubernetes/deed.ts";
import { type Application, deployedOf, isAutomated, isBusy, readApplication } from "./application.ts";
import { changesOf, graver, keyOf, namespacesOf, tellChanges } from "./changes.ts";

const asks = whole.partial({ revision: true, options: true });
type Asked = z.output<typeof asks>;

export const sync = defineDeed({
  asks,
  whole,
  foresee: async (asked, cluster, seal) => {
    const read = await readApplication(cluster, asked);
    if (!read.ok) return read;
    const app = read.value;
    const held = heldBack(app);
    if (held !== undefined) return unfit(held);
    const compared = app.status?.sync?.revision ?? "";
    const revision = asked.revision ?? compared;
    if (revision === compared && app.status?.sync?.status === "Synced")
      return noop(`it is in sync at ${short(revision)} already`);
    return between({ ...asked, revision }, app, seal);
  },
  look: async (done, { uid, before }, cluster) => {
    const read = await readApplication(cluster, done);
    if (!read.ok) return { state: "unseen", why: read.why };
    return read.value.metadata.uid === uid
      ? cameOf(read.value, done.revision, before ?? "")
      : missed("another one has its name now");
  },
});

/** Why it cannot be synced as it is, where it cannot. */
const heldBack = (app: Application): string | undefined => {
  const { metadata, spec, status } = app;
  const blind = status?.conditions?.find(({ type }) =>
    ["ComparisonError", "InvalidSpecError"].includes(type),
  );
  if (metadata.deletionTimestamp !== "") return "it is being deleted";
  if (isBusy(app)) return "an operation of Argo CD goes on there, and another one would take its place";
  if ((spec.sources ?? []).length > 0)
    return "it has several sources, and which revisions of them belong together is for a person: argocd app sync";
  if (blind !== undefined)
    return `Argo CD could not compare it with Git (${blind.type}), so nobody knows what a sync brings`;
  return ["Synced", "OutOfSync"].includes(status?.sync?.status ?? "")
    ? undefined
    : "Argo CD does not say whether it is in sync";
};

type Wish = Asked & { readonly revision: string };

const between = (wish: Wish, app: Application, seal: Reach["seal"]): Seen => {
  const { namespace, name, revision } = wish;
  const compared = app.status?.sync?.revision ?? "";
  const options = (app.spec.syncPolicy?.syncOptions ?? []).filter((one) => !/^(?:Prune|Delete)=/.test(one));
  const held = misfit(wish, app, options);
  if (held !== undefined) return unfit(held);
  const deployed = deployedOf(app);
  const changes = changesOf(app, revision === compared);
  return foreseen(
    { namespace, name, revision, options },
    {
      uid: app.metadata.uid,
      source: seal(canonicalJson(app.spec.source ?? {})),
      ...{ compared, deployed },
      resources: createHash("sha256")
        .update(canonicalJson(changes.rows.map(keyOf)))
        .digest("hex"),
      before: app.status?.operationState?.startedAt ?? "",
    },
    [
      revision === deployed
        ? `${short(revision)} is applied once more`
        : `${short(revision)} is applied; ${short(deployed) || "nothing"} was deployed before`,
      ...tellChanges(changes, app),
    ],
    {
      ...graver(changes, options),
      alsoReaches: namespacesOf(changes, app),
      // What a hand changed is kept nowhere; an earlier revision can be asked for again.
      inverse:
        revision !== deployed && GitRevision.safeParse(deployed).success
          ? { action: "argocd-sync", parameters: { namespace, name, revision: deployed, options } }
          : undefined,
    },
  );
};

/** Why this is nothing to ask of it, where it is not. */
const misfit = (wish: Wish, app: Application, options: readonly string[]): string | undefined => {
  const { revision } = wish;
  const known = (app.status?.history ?? []).map((one) => one.revision);
  if (![app.status?.sync?.revision, ...known].includes(revision))
    return `${short(revision)} is neither what Argo CD compared with nor what it deployed before`;
  if (races(app, revision)) return "its syncs are automatic: Argo CD would do it by itself, or undo it";
  const odd = options.find((one) => !SyncOption.safeParse(one).success);
  if (odd !== undefined) return `its option ${odd} is none that is passed on`;
  return wish.options === undefined || canonicalJson(wish.options) === canonicalJson(options)
    ? undefined
    : "its options of a sync are others";
};

/** Automatic syncs leave alone what they tried already, unless they heal by themselves. */
const races = (app: Application, revision: string): boolean =>
  isAutomated(app) &&
  (app.spec.syncPolicy?.automated?.selfHeal === true ||
    revision !== (app.status?.sync?.revision ?? "") ||
    revision !== app.status?.operationState?.syncResult?.revision);

const short = (revision: string): string =>
  /^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 10) : revision;

/** The controller takes what is asked for into its state, and clears the request only at its end. */
const cameOf = (app: Application, revision: string, before: string): Sight => {
  const state = app.status?.operationState;
  if (state === undefined || state === null || state.startedAt === before)
    return waiting(
      app.operation === undefined || app.operation === null
        ? "the request is gone, and Argo CD has not told of an operation"
        : "Argo CD has not begun with it",
    );
  if (state.operation?.sync?.revision !== revision) return missed("another operation took its place");
  const said = state.message === "" ? "" : `: ${redactText(state.message)}`;
  switch (state.phase) {
    case "Succeeded":
      return arrived(`Argo CD synced it${said}`);
    case "Failed":
    case "Error":
      return missed(`the sync failed${said}`);
    default:
      return waiting(`the sync goes on${said}`);
  }
};
