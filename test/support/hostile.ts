import fc from "fast-check";
import type { VettedAction } from "../../src/core/actions/action.ts";

/** One set of parameters per action of the catalog that it takes. */
export const goodParameters: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "reclaim-evicted-pods": { namespace: "shop", pods: ["web-1", "web-2"] },
  "reclaim-completed-pods": { namespace: "shop", pods: ["report-x1"] },
  "rollout-restart": { kind: "deployment", namespace: "shop", name: "web.v2" },
  rollback: { kind: "statefulset", namespace: "shop", name: "db", revision: 3 },
  scale: { kind: "deployment", namespace: "shop", name: "web", replicas: 4, from: 2 },
  "scale-to-zero": { kind: "deployment", namespace: "shop", name: "web", from: 2 },
  "suspend-cron-job": { namespace: "shop", name: "report" },
  "resume-cron-job": { namespace: "shop", name: "report" },
  cordon: { name: "ip-10-0-0-1.ec2.internal" },
  uncordon: { name: "n1" },
  "argocd-refresh": { namespace: "argocd", name: "shop", refresh: "hard" },
  "argocd-sync": {
    ...{ namespace: "argocd", name: "shop", revision: "b".repeat(40) },
    options: ["CreateNamespace=true", "PrunePropagationPolicy=foreground"],
  },
  "helm-rollback": { namespace: "shop", release: "web", revision: 3 },
  "terraform-apply": {
    address: 'module.net["eu"].world_firewall.web[0]',
    workspace: "prod",
    plan: "ab".repeat(32),
  },
  "delete-node": { name: "n1" },
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const oneName = "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?";
/** A list of switches, in JSON. */
const someOptions = String.raw`\[(?:"[A-Za-z]+=[a-z]+"(?:,"[A-Za-z]+=[a-z]+")*)?\]`;

/** What one word of a shape may become, judged without the schemas. */
const wordPattern = (word: string): RegExp =>
  new RegExp(
    `^${word
      .replace("…", "")
      .split(/(<[a-z]+>)/)
      .map((part) => (part === "<options>" ? someOptions : /^<[a-z]+>$/.test(part) ? oneName : escaped(part)))
      .join("")}$`,
  );

/** A word that stands for many is repeated; every other word has exactly one place. */
export const isOfItsShape = ({ shape }: VettedAction, argv: readonly string[]): boolean => {
  const many = shape.findIndex((word) => word.endsWith("…"));
  const repeated = argv.length - shape.length + 1;
  if (many < 0 ? argv.length !== shape.length : repeated < 1) return false;
  const words =
    many < 0
      ? shape
      : [...shape.slice(0, many), ...Array(repeated).fill(shape[many]), ...shape.slice(many + 1)];
  return words.every((word: string, at) => wordPattern(word).test(argv[at] ?? ""));
};

const hostileWords = [
  ...[
    "-A",
    "--all",
    "--all-namespaces",
    "-n=kube-system",
    "--kubeconfig=/tmp/x",
    "--context=other",
    "--",
    "-",
  ],
  ...[
    "shop --all",
    "shop\t-A",
    "shop\n--force",
    "web\u00a0--all",
    "web\u2028-A",
    "web\u0085-A",
    "web\u000b-A",
  ],
  ...["web;rm", "web|sh", "$(id)", "`id`", "'web'", '"web"', "web\\", "*", "we?b", "{a,b}", "~root", "web#x"],
  ...[
    "..",
    ".",
    "a..b",
    "-web",
    "web-",
    "WEB",
    "wéb",
    "ｗeb",
    "web/../x",
    "deployment/web",
    "a=b",
    "",
    " ",
    "\u0000",
  ],
  ...["web,db", "@file", "%s", "a".repeat(64), "a".repeat(254), "constructor", "__proto__"],
];

export const hostile = fc.oneof(
  fc.constantFrom(...hostileWords),
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.tuple(fc.constantFrom("shop", "web", "n1"), fc.constantFrom(...hostileWords)).map(([a, b]) => a + b),
  fc.string({ unit: fc.constantFrom("a", "1", "-", ".", " ", "=", "\n", "A"), maxLength: 70 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, [], {}, ["web", "--all"], { toString: "web" }),
);

/** How many hostile sets each action gets; a longer run is asked for by the variable. */
export const fuzzRuns = Number(process.env["STEADYSTATE_FUZZ_RUNS"] ?? 100_000);

/** Good parameters with one or more of them replaced by what nobody should give, and sometimes one too many. */
export const hostileParameters = (name: string): fc.Arbitrary<Readonly<Record<string, unknown>>> => {
  const keys = Object.keys(goodParameters[name] ?? {});
  return fc
    .tuple(
      fc.constant(goodParameters[name] ?? {}),
      fc.uniqueArray(
        fc.tuple(fc.constantFrom(...keys), fc.oneof(hostile, fc.array(hostile, { maxLength: 3 }))),
        {
          selector: ([key]) => key,
          minLength: 1,
        },
      ),
      fc.option(fc.constantFrom("context", "kubeconfig", "all", "force", "args"), {
        nil: undefined,
        freq: 20,
      }),
    )
    .map(([base, changed, more]) => ({
      ...base,
      ...Object.fromEntries(changed),
      ...(more === undefined ? {} : { [more]: "--all" }),
    }));
};
