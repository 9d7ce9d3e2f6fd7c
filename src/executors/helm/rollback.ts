import type { z } from "zod";
import { releaseParameters as whole } from "../../core/actions/helm-rollback.ts";
import { canonicalJson } from "../../core/canonical.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import { type Answer, failure } from "../../platform/kubernetes/failure.ts";
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
import { changesBetween, graver, namespacesOf, tellChanges, tellHooks } from "./changes.ts";
import { type Declared, type Row, readDeclared, readRevisions } from "./record.ts";

const asks = whole.partial({ revision: true });
type Asked = z.output<typeof asks>;

export const rollback = defineDeed({
  asks,
  whole,
  foresee: async (asked, cluster, seal) => {
    const read = await readRevisions(cluster, asked);
    if (!read.ok) return read;
    const [now, ...before] = read.value;
    if (now.status !== "deployed" && now.status !== "failed")
      return unfit(
        `its revision ${now.revision} is ${now.status}: only what is deployed or failed is taken back`,
      );
    if (asked.revision === now.revision) return noop(`it is at revision ${now.revision} already`);
    const to = before.find((row) => isSound(row) && (asked.revision ?? row.revision) === row.revision);
    if (to === undefined) return failure("not-found", noneOf(asked, now, before));
    const kept = await readKept(cluster, asked, now, to);
    return kept.ok ? between({ asked, now, to, ...kept.value }, seal) : kept;
  },
  look: async (done, { revision = "" }, cluster) => {
    const read = await readRevisions(cluster, done);
    return read.ok ? cameOf(read.value[0], Number(revision)) : { state: "unseen", why: read.why };
  },
});

/** It came to its end without a fault; what failed or was broken off keeps its own word. */
const isSound = ({ status }: Row): boolean => status === "deployed" || status === "superseded";

const noneOf = ({ revision }: Asked, now: Row, before: readonly Row[]): string => {
  const sound = before.filter(isSound).map((row) => row.revision);
  if (revision === undefined || sound.length === 0)
    return `helm keeps no revision before ${now.revision} that was deployed without a fault`;
  return `revision ${revision} is none that was deployed without a fault: ${sound.join(", ")} are`;
};

type Kept = {
  readonly present: readonly Declared[];
  readonly wanted: readonly Declared[];
  readonly hooks: readonly Declared[];
};

const readKept = async (cluster: Cluster, asked: Asked, now: Row, to: Row): Promise<Answer<Kept>> => {
  const present = await readDeclared(cluster, "manifest", asked, now.revision);
  if (!present.ok) return present;
  const wanted = await readDeclared(cluster, "manifest", asked, to.revision);
  if (!wanted.ok) return wanted;
  const hooks = await readDeclared(cluster, "hooks", asked, to.revision);
  if (!hooks.ok) return hooks;
  const around = hooks.value.filter(({ hooks: events }) =>
    events.some((event) => /^(?:pre|post)-rollback$/.test(event)),
  );
  return { ok: true, value: { present: present.value, wanted: wanted.value, hooks: around } };
};

type Between = Kept & { readonly asked: Asked; readonly now: Row; readonly to: Row };

const between = ({ asked, now, to, present, wanted, hooks }: Between, seal: Reach["seal"]): Seen => {
  const { namespace, release } = asked;
  // A manifest holds secrets: told apart under the key of the store, and by nobody else.
  const sealed = (things: readonly Declared[]): string =>
    seal(canonicalJson(things.map((thing) => thing.whole)));
  const changes = changesBetween(present, wanted);
  return foreseen(
    { namespace, release, revision: to.revision },
    {
      ...{ revision: String(now.revision), status: now.status, chart: now.chart, manifest: sealed(present) },
      ...{ "target chart": to.chart, "target manifest": sealed(wanted), "target hooks": sealed(hooks) },
    },
    [
      `revision ${to.revision} (${to.chart}) takes the place of revision ${now.revision} (${now.chart}, ${now.status})`,
      ...tellChanges(changes),
      ...tellHooks(hooks),
    ],
    {
      ...graver(changes, hooks),
      alsoReaches: namespacesOf(changes, hooks),
      inverse:
        now.status === "deployed"
          ? { action: "helm-rollback", parameters: { namespace, release, revision: now.revision } }
          : undefined,
    },
  );
};

/** A rollback is a revision of its own. */
const cameOf = ({ revision, status }: Row, before: number): Sight => {
  if (revision <= before) return waiting(`helm is at revision ${revision} still`);
  if (revision > before + 1) return missed(`revision ${revision} came after it`);
  if (status === "deployed") return arrived(`helm deployed it as revision ${revision}`);
  return status.startsWith("pending-")
    ? waiting(`revision ${revision} is ${status}`)
    : missed(`revision ${revision} is ${status}`);
};
