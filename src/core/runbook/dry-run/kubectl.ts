import { isRespelt } from "../aiming.ts";
import { type DryRunOf, none, steps } from "./step.ts";
import { leadingNamespace, ownDryRun } from "./words.ts";

/** Verbs that take `--dry-run=server`, by the reference of kubectl. */
const single: ReadonlySet<string> = new Set(
  "annotate autoscale cordon delete drain expose label patch replace run scale taint uncordon".split(" "),
);
const double: Readonly<Record<string, ReadonlySet<string>>> = {
  set: new Set("env image resources selector sa serviceaccount subject".split(" ")),
  rollout: new Set(["undo"]),
};
/** What `create` makes by itself: another word may start a program of the machine (a plugin). */
const created: ReadonlySet<string> = new Set(
  (
    "clusterrole clusterrolebinding configmap cm cronjob cj deployment deploy ingress ing job namespace ns poddisruptionbudget pdb " +
    "priorityclass pc quota resourcequota role rolebinding secret service svc serviceaccount sa"
  ).split(" "),
);

/** Leave the API's own dry run aside, open an editor, or write a file here. */
const acting = /^--(?:raw|edit|profile)(?:=|$)/;

/** The server checks, admits and answers as if it were meant, and keeps nothing (Kubernetes API, parameter `dryRun`). */
export const kubectlDryRun: DryRunOf = (words, program) => {
  const { front, rest } = leadingNamespace(words);
  const length = verbLength(rest);
  if (length === 0) return none("kubectl has no dry run of it that is known");
  const verb = rest.slice(0, length);
  const others = rest.slice(length);
  return (
    ownDryRun(others) ??
    (others.some((word) => word === "--" || acting.test(word) || isRespelt(word))
      ? none("kubectl has no dry run of words like these")
      : steps(`kubectl ${verb.join(" ")} --dry-run=server`, {
          words: [program, ...front, ...verb, "--dry-run=server", ...others],
          failing: "cluster",
        }))
  );
};

const verbLength = ([first = "", second = ""]: readonly string[]): number => {
  // `apply` has verbs of its own, which change or open an editor.
  if (first === "apply") return second.startsWith("-") ? 1 : 0;
  if (single.has(first)) return 1;
  if (Object.hasOwn(double, first)) return double[first]?.has(second) === true ? 2 : 0;
  const isCreate =
    first === "create" && (created.has(second) || /^(?:-f|-k|--filename|--kustomize)/.test(second));
  return isCreate ? 1 : 0;
};
