import { ago, application, atOne, resource, synced, type Tree } from "../../sources/argocd/make.ts";
import { type State, state } from "./state.ts";

const app = "argoproj.io/Application/argocd/shop";
const web = "apps/Deployment/shop/web";

const health = (status: string, over: Tree = {}): Tree => ({ health: { status, ...over } });
/** The application says so, and its only resource as well. */
const both = (status: string, over: Tree = {}): Tree => ({
  ...health(status, over),
  resources: [resource(health(status, over))],
});
/** The application says so, and no resource explains it. */
const alone = (status: string, over: Tree = {}): Tree => ({
  ...health(status, over),
  resources: [resource({ health: undefined })],
});
const missing = { status: "OutOfSync", ...health("Missing") };
const named = (name: string, status: Tree = {}, over: Tree = {}): Tree =>
  application(status, { metadata: { name, namespace: "argocd" }, ...over });
const into = (namespace: string): Tree => ({
  spec: { destination: { server: "https://kubernetes.default.svc", namespace }, project: "default" },
});
const never = { operationState: undefined, history: [] };

export const argoStates: readonly State[] = [
  state("healthy and in sync", [application()], [], [1, 0, 0]),
  state(
    "healthy and out of sync, which is drift and no malfunction",
    [
      application({
        sync: { status: "OutOfSync", ...atOne },
        resources: [resource({ status: "OutOfSync" })],
      }),
    ],
    [],
    [1, 0, 0],
  ),
  state(
    "degraded, and a resource says which",
    [application(both("Degraded"))],
    [`high Degraded ${web}`],
    [0, 0, 1],
  ),
  state(
    "degraded, and no resource says which",
    [application(alone("Degraded"))],
    [`high Degraded ${app}`],
    [0, 0, 1],
  ),
  state(
    "two degraded resources of one application",
    [
      application({
        ...health("Degraded"),
        resources: [resource(health("Degraded")), resource({ name: "api", ...health("Degraded") })],
      }),
    ],
    ["high Degraded apps/Deployment/shop/api", `high Degraded ${web}`],
    [0, 0, 1],
  ),
  state(
    "everything that it declares is gone",
    [application({ ...health("Missing"), resources: [resource(missing)] })],
    [`high Missing ${app}`],
    [0, 1, 0],
  ),
  state(
    "one of two resources is gone",
    [application({ ...health("Missing"), resources: [resource(), resource({ name: "api", ...missing })] })],
    [`high Missing ${app}`],
    [0, 0, 1],
  ),
  state(
    "declared and never deployed",
    [application({ ...health("Missing"), ...never, resources: [resource(missing)] })],
    [`low Missing ${app}`],
    [0, 1, 0],
  ),
  state(
    "a health that Argo CD does not know",
    [application(both("Unknown"))],
    [`medium Unknown ${web}`],
    [0, 0, 1],
  ),
  state("a health that nobody knows", [application(alone("Wobbly"))], [`medium Unknown ${app}`], [0, 0, 1]),
  state(
    "on its way for five minutes",
    [application(both("Progressing", { lastTransitionTime: ago(5) }))],
    [],
    [0, 0, 1],
  ),
  state(
    "on its way for twenty minutes",
    [application(both("Progressing", { lastTransitionTime: ago(20) }))],
    [`medium Progressing ${web}`],
    [0, 0, 1],
  ),
  state(
    "on its way nobody knows since when",
    [application({ ...alone("Progressing"), operationState: undefined })],
    [`low Progressing ${app}`],
    [0, 0, 1],
  ),
  state("suspended by somebody", [application(both("Suspended"))], [], [0, 0, 0]),
  state("without any word of its health", [application({ health: undefined })], [], [0, 0, 1]),
  state("never compared", [application({ sync: undefined })], [], [0, 0, 1], "never compared"),
  state("without a status", [{ ...application(), status: undefined }], [], [0, 0, 1], "never compared"),
  state(
    "healthy as far as was known before it could not be compared any more",
    [application({ conditions: [{ type: "ComparisonError", message: "no repository" }] })],
    [],
    [0, 0, 1],
    "no repository",
  ),
  state(
    "neither in sync nor out of it",
    [application({ sync: { status: "Unknown", ...atOne } })],
    [],
    [0, 0, 1],
    "could not compare",
  ),
  state(
    "left behind by its controller",
    [named("new"), application({ reconciledAt: ago(180) })],
    [],
    [1, 0, 1],
    "has not compared it since",
  ),
  state(
    "being deleted",
    [
      {
        ...application(both("Degraded")),
        metadata: { name: "shop", namespace: "argocd", deletionTimestamp: ago(1) },
      },
    ],
    [],
    [0, 0, 0],
  ),
  state(
    "healthy after a sync that failed, which is told of the sync",
    [application({ operationState: synced({ phase: "Failed", message: "a hook failed" }) })],
    [],
    [1, 0, 0],
  ),
  state(
    "a hook that failed is no part of what runs",
    [application({ resources: [resource(), resource({ name: "job", hook: true, ...health("Degraded") })] })],
    [],
    [1, 0, 0],
  ),
  state(
    "one degraded beside two that are well",
    [named("a"), named("b"), application(alone("Degraded"))],
    [`high Degraded ${app}`],
    [2, 0, 1],
  ),
  state(
    "one name on two clusters, both degraded",
    [
      application(alone("Degraded")),
      application(alone("Degraded"), { spec: { destination: { name: "west", namespace: "shop" } } }),
    ],
    [`high Degraded ${app}`, `high Degraded ${app}`],
    [0, 0, 2],
  ),
  state(
    "plumbing that is well says nothing of the applications",
    [application({}, into("kube-system"))],
    [],
    [0, 0, 0],
  ),
  state(
    "plumbing that is degraded",
    [application(alone("Degraded"), into("kube-system"))],
    [`high Degraded ${app}`],
    [0, 0, 0],
  ),
];
