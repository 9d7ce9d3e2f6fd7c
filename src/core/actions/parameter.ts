import { z } from "zod";

// What begins with a letter or a digit and holds no blank can be no option of a tool and no second word.

/** RFC 1123 label, as Kubernetes demands of a namespace. */
export const NamespaceName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/, "must be lower-case letters, digits and -");

/** RFC 1123 subdomain: dot-joined labels, as Kubernetes demands of most names. */
export const ObjectName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/,
    "must be lower-case letters, digits, - and .",
  );

/** How many copies a workload shall have. */
export const Replicas = z.int().min(0).max(10_000);

/** Number of a revision as the tool counts them. */
export const Revision = z.int().min(1).max(2_147_483_647);

export const rolledKinds = ["deployment", "statefulset", "daemonset"] as const;
export const scaledKinds = ["deployment", "statefulset"] as const;

/** Rights on each kind that an action knows, as `auth can-i` names them. */
export const rightsOn = (
  kinds: readonly string[],
  verbs: readonly string[],
  part = "",
): readonly { readonly verb: string; readonly group: string; readonly resource: string }[] =>
  kinds.flatMap((kind) => verbs.map((verb) => ({ verb, group: "apps", resource: `${kind}s${part}` })));

const identifier = "[A-Za-z_][A-Za-z0-9_-]*";
const instance = String.raw`\[(?:0|[1-9][0-9]{0,9}|"[!#&-Z^-z|~]{1,200}")\]`;

/** One managed resource of Terraform, with its modules and instance keys. No blank, quote or template within a key. */
export const TerraformAddress = z
  .string()
  .max(1000)
  .regex(
    new RegExp(
      `^(?:module\\.${identifier}(?:${instance})?\\.)*(?!(?:module|data)\\.)${identifier}\\.${identifier}(?:${instance})?$`,
    ),
    "must be the address of one resource",
  );

/** As the tool takes it in TF_WORKSPACE. */
export const WorkspaceName = z
  .string()
  .max(90)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, "must be letters, digits, _, - and .");

/** Path of a variable file, relative to the folder that is planned. */
export const VarFile = z
  .string()
  .max(400)
  .regex(/^[^\s\p{C}-][^\p{C}]*$/u, "must be a path that does not begin with -");

/** SHA-256 in hex. */
export const PlanDigest = z.string().regex(/^[0-9a-f]{64}$/, "must be the SHA-256 of a kept plan");

/** Name of a release as helm takes it: 53 characters at most. */
export const ReleaseName = z
  .string()
  .max(53)
  .regex(
    /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/,
    "must be lower-case letters, digits, - and .",
  );

/** A commit, or a version of a chart: what says one state and no other. A branch or a range moves. */
export const GitRevision = z
  .string()
  .max(64)
  .regex(
    /^(?:[0-9a-f]{40}|[0-9a-f]{64}|v?[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9a-z]+(?:[.-][0-9a-z]+)*)?)$/,
    "must be a whole commit or a version",
  );

const switches = [
  ...["ApplyOutOfSyncOnly", "CreateNamespace", "FailOnSharedResource", "PruneLast", "Replace"],
  ...["RespectIgnoreDifferences", "ServerSideApply", "SkipDryRunOnMissingResource", "Validate"],
];

/** One option of a sync by which nothing is deleted. */
export const SyncOption = z
  .string()
  .max(60)
  .regex(
    new RegExp(
      `^(?:(?:${switches.join("|")})=(?:true|false)|PrunePropagationPolicy=(?:foreground|background|orphan))$`,
    ),
    "is no option of a sync that is passed on",
  );
