import type { Thing } from "../support/cluster/json.ts";
import * as w from "./workloads.ts";

type Deed = {
  /** `rollback of a statefulset` */
  readonly name: string;
  readonly action: string;
  readonly objects: readonly Thing[];
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What the real kubectl says of it. */
  readonly says: string;
};

const web = { kind: "deployment", namespace: "prod", name: "web" };
const db = { kind: "statefulset", namespace: "prod", name: "db" };
const daemons = { kind: "daemonset", namespace: "prod", name: "db" };
const report = { namespace: "prod", name: "report" };
const set = { kind: "ReplicaSet", uid: "uid-set" };

const webs = [w.healthy(), w.replicaSet("3", "nginx:1.24"), w.replicaSet("4", "nginx:1.25")];
const dbs = [w.set(), w.kept("StatefulSet", 1, "postgres:15"), w.kept("StatefulSet", 2, "postgres:16")];
const agents = [w.daemons(), w.kept("DaemonSet", 1, "postgres:15"), w.kept("DaemonSet", 2, "postgres:16")];

/** Each action once per kind that it is done to, in a world where it can be done. */
export const deeds: readonly Deed[] = [
  {
    ...{ name: "reclaim-evicted-pods", action: "reclaim-evicted-pods", parameters: { namespace: "prod" } },
    objects: [w.podOf("a", w.evicted, set), w.podOf("b", w.evicted, set), w.podOf("c", w.running, set)],
    says: 'pod "a" deleted\npod "b" deleted\n',
  },
  {
    ...{
      name: "reclaim-completed-pods",
      action: "reclaim-completed-pods",
      parameters: { namespace: "prod" },
    },
    objects: [w.podOf("a", w.succeeded), w.podOf("c", w.running, set)],
    says: 'pod "a" deleted\n',
  },
  ...[
    { kind: "deployment", objects: webs, parameters: web, called: "deployment.apps/web" },
    { kind: "statefulset", objects: dbs, parameters: db, called: "statefulset.apps/db" },
    { kind: "daemonset", objects: agents, parameters: daemons, called: "daemonset.apps/db" },
  ].flatMap(({ kind, called, ...rest }) => [
    {
      ...{ name: `rollout-restart of a ${kind}`, action: "rollout-restart", ...rest },
      says: `${called} restarted\n`,
    },
    { ...{ name: `rollback of a ${kind}`, action: "rollback", ...rest }, says: `${called} rolled back\n` },
  ]),
  ...[
    { kind: "deployment", objects: webs, parameters: web, called: "deployment.apps/web" },
    { kind: "statefulset", objects: dbs, parameters: db, called: "statefulset.apps/db" },
  ].flatMap(({ kind, called, objects, parameters }) => [
    {
      ...{ name: `scale of a ${kind}`, action: "scale", objects, says: `${called} scaled\n` },
      parameters: { ...parameters, replicas: 5 },
    },
    {
      ...{ name: `scale-to-zero of a ${kind}`, action: "scale-to-zero", objects, parameters },
      says: `${called} scaled\n`,
    },
  ]),
  {
    ...{ name: "suspend-cron-job", action: "suspend-cron-job", parameters: report },
    ...{ objects: [w.cronJob()], says: "cronjob.batch/report patched\n" },
  },
  {
    ...{ name: "resume-cron-job", action: "resume-cron-job", parameters: report },
    ...{ objects: [w.cronJob(true)], says: "cronjob.batch/report patched\n" },
  },
  {
    ...{ name: "cordon", action: "cordon", parameters: { name: "n1" } },
    ...{ objects: [w.node("n1"), w.node("n2")], says: "node/n1 cordoned\n" },
  },
  {
    ...{ name: "uncordon", action: "uncordon", parameters: { name: "n1" } },
    ...{ objects: [w.node("n1", { unschedulable: true })], says: "node/n1 uncordoned\n" },
  },
  {
    ...{ name: "delete-node", action: "delete-node", parameters: { name: "n1" } },
    objects: [w.node("n1"), w.node("n2"), w.podOf("a", w.running, set)],
    says: 'node "n1" deleted\n',
  },
];

export const deedNamed = (name: string): Deed => {
  const found = deeds.find((deed) => deed.name === name);
  if (found === undefined) throw new Error(`no deed ${name}`);
  return found;
};
