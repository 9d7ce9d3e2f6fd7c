import { z } from "zod";
import type { Files } from "../../system/files.ts";
import type { Run } from "../../system/run.ts";
import { type NodeDisks, readDisks } from "./disks.ts";
import { type Effective, resolveEffective } from "./effective.ts";
import { type Answer, failure } from "./failure.ts";
import { askHelm } from "./helm.ts";
import { type Access, askJson, askPath, askText, type Kubectl, plainValue } from "./kubectl.ts";
import {
  type Kind,
  listAll,
  listSome,
  type Named,
  type Part,
  readOne,
  type Some,
  type Thing,
} from "./list.ts";
import { type LogWish, readLogs } from "./logs.ts";

/** One cluster, held by its own context: what the machine points at later changes nothing. Everything only reads. */
export type Cluster = {
  readonly effective: Effective;
  /** Every object of a kind, page by page; all namespaces without one. A look that breaks off is a failure, never a part. */
  readonly list: (kind: Kind, namespace?: string) => Promise<Answer<readonly Thing[]>>;
  /** One object; `not-found` where there is none of that name. */
  readonly get: (kind: Kind, named: Named) => Promise<Answer<Thing>>;
  /** The first objects of a kind in all namespaces; for what is read beside the rest and may be huge. */
  readonly some: (kind: Kind, part: Part) => Promise<Answer<Some>>;
  /** Groups that the cluster serves, each with its versions as they are written in `apiVersion`; the core group is not among them. */
  readonly groups: () => Promise<Answer<ReadonlyMap<string, readonly string[]>>>;
  /** What the cluster serves and lists in a group and version (`v1`, `apps/v1`). */
  readonly served: (groupVersion: string) => Promise<Answer<readonly Served[]>>;
  /** Version of the server, as `v1.33.4`. */
  readonly version: () => Promise<Answer<string>>;
  /** What tells this cluster from every other, whatever its address: the id of its namespace `kube-system`. */
  readonly uid: () => Promise<Answer<string>>;
  /** Name of the user that the credential stands for. */
  readonly whoAmI: () => Promise<Answer<string>>;
  /** A part of a kind, such as `deployments/scale`, is asked about as one; with a name only about the one thing. */
  readonly canI: (verb: string, kind: Right, namespace?: string) => Promise<Answer<boolean>>;
  /** The newest lines of the log of one container; what the cluster says in the place of a log is a failure. */
  readonly logs: (wish: LogWish) => Promise<Answer<string>>;
  /** How full the disks of a node are, as its kubelet measures them. */
  readonly disks: (node: string) => Promise<Answer<NodeDisks>>;
  /** What helm says, aimed at this cluster; the words must only read. */
  readonly helm: (words: readonly string[]) => Promise<Answer<string>>;
};

type Right = Pick<Kind, "group" | "resource"> & { readonly name?: string | undefined };

/** A kind as a cluster serves it: `name` is the plural in its paths. */
export type Served = { readonly name: string; readonly kind: string; readonly namespaced: boolean };

export type ClusterHands = {
  readonly run: Run;
  readonly withTemporaryFolder: Files["withTemporaryFolder"];
  readonly cwd: string;
};

export type Patience = {
  /** Milliseconds that one request may take. */
  readonly request: number;
  /** Milliseconds for everything that is asked of this cluster. */
  readonly whole: number;
};

/** Resolves which cluster is meant, without contacting it. */
export const openCluster = async (
  access: Access,
  { run, withTemporaryFolder, cwd }: ClusterHands,
  { request, whole }: Patience,
): Promise<Answer<Cluster>> => {
  const started = performance.now();
  const left = (): number => whole - (performance.now() - started);
  const kubectl: Kubectl = { access, run, cwd, timeout: request, left };
  const resolved = await resolveEffective(kubectl);
  if (!resolved.ok) return resolved;
  const effective = resolved.value;
  const held: Kubectl = { ...kubectl, access: { ...access, context: effective.context } };
  return {
    ok: true,
    value: {
      effective,
      list: (kind, namespace) => listAll(held, kind, namespace),
      get: (kind, named) => readOne(held, kind, named),
      some: (kind, part) => listSome(held, kind, part),
      groups: async () =>
        readAs(
          await askPath(held, "/apis"),
          Groups,
          ({ groups }) =>
            new Map(
              groups.map(({ name, versions }) => [name, versions.map(({ groupVersion }) => groupVersion)]),
            ),
        ),
      served: async (groupVersion) =>
        readAs(await askPath(held, groupPath(groupVersion)), Resources, (list) =>
          list.resources
            .filter(({ name, verbs }) => verbs.includes("list") && !name.includes("/"))
            .map(({ name, kind, namespaced }) => ({ name, kind, namespaced })),
        ),
      version: async () => readAs(await askPath(held, "/version"), Version, ({ gitVersion }) => gitVersion),
      uid: async () =>
        readAs(
          await askPath(held, "/api/v1/namespaces/kube-system"),
          Namespace,
          ({ metadata }) => metadata.uid,
        ),
      whoAmI: async () =>
        readAs(
          await askJson(held, ["auth", "whoami", "-o", "json"]),
          Review,
          ({ status }) => status.userInfo.username,
        ),
      canI: (verb, kind, namespace) =>
        withTemporaryFolder((folder) => canI(within(held, folder), verb, kind, namespace)),
      logs: (wish) => readLogs(held, wish),
      disks: (node) => readDisks(held, node),
      helm: (words) => askHelm(held, words),
    },
  };
};

const Resources = z.object({
  kind: z.literal("APIResourceList"),
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()) }),
  ),
});
const Groups = z.object({
  kind: z.literal("APIGroupList"),
  groups: z.array(z.object({ name: z.string(), versions: z.array(z.object({ groupVersion: z.string() })) })),
});
const Namespace = z.object({
  kind: z.literal("Namespace"),
  metadata: z.object({ name: z.literal("kube-system"), uid: z.string().min(1) }),
});
const Version = z.object({ gitVersion: z.string().min(1) });
const Review = z.object({ status: z.object({ userInfo: z.object({ username: z.string().min(1) }) }) });

const readAs = <S extends z.ZodType, T>(
  answer: Answer<unknown>,
  schema: S,
  pick: (value: z.output<S>) => T,
): Answer<T> => {
  if (!answer.ok) return answer;
  const read = schema.safeParse(answer.value);
  return read.success
    ? { ok: true, value: pick(read.data) }
    : failure("garbled", "the answer is not the document that was asked for");
};

const groupPath = (groupVersion: string): string =>
  groupVersion.includes("/") ? `/apis/${groupVersion}` : `/api/${groupVersion}`;

/** This question needs discovery, whose cache would otherwise be left behind in the home folder; a plain no is status 1. */
const within = (kubectl: Kubectl, folder: string): Kubectl => ({
  ...kubectl,
  run: async (request) => {
    const result = await kubectl.run({ ...request, env: { ...request.env, KUBECACHEDIR: folder } });
    return isVerdict(result.stdout) ? { ...result, exit: 0 } : result;
  },
});

const canI = async (
  kubectl: Kubectl,
  verb: string,
  { group, resource, name }: Right,
  namespace: string | undefined,
): Promise<Answer<boolean>> => {
  const [whole = "", part] = resource.split("/");
  const kind = group === "" ? whole : `${whole}.${group}`;
  const where =
    namespace === undefined ? "--all-namespaces" : `--namespace=${plainValue("namespace", namespace)}`;
  const said = await askText(kubectl, [
    ...["auth", "can-i", plainValue("verb", verb)],
    ...[plainValue("kind", name === undefined ? kind : `${kind}/${name}`)],
    ...(part === undefined ? [] : [`--subresource=${part}`]),
    where,
  ]);
  if (!said.ok) return said;
  return isVerdict(said.value)
    ? { ok: true, value: said.value.startsWith("yes") }
    : failure("garbled", "kubectl auth can-i said neither yes nor no");
};

const isVerdict = (stdout: string): boolean => /^(?:yes|no)\b/.test(stdout);
