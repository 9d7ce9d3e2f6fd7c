import {
  ago,
  bundle,
  bundleIn,
  cluster,
  deployment,
  now,
  ready,
  repository,
  type Tree,
  web,
} from "../../sources/rancher/make.ts";
import { type State, state } from "./state.ts";

const onC1 = "fleet.cattle.io/Bundle/fleet-default/shop-deploy[on fleet-default/c1]";

/** Since so many minutes it is in that state. */
const since = (bundleState: string, minutes: number, part: Tree = {}): Tree =>
  bundleIn(bundleState, part, {
    conditions: [ready({ status: "False", message: "x", lastUpdateTime: ago(minutes) })],
  });
const named = (name: string, object: Tree, labels: Tree = {}): Tree => ({
  ...object,
  metadata: { name, namespace: "fleet-default", generation: 1, labels },
});

export const fleetStates: readonly State[] = [
  state("a repository and its bundle are ready", [repository(), bundle()], [], [1, 0, 0]),
  state("a repository whose bundles nobody can read is ready", [repository()], [], [1, 0, 0]),
  state("a bundle of no repository is ready", [named("own", bundle())], [], [1, 0, 0]),
  state(
    "two bundles of one repository are ready",
    [repository(), bundle(), named("shop-jobs", bundle(), { "fleet.cattle.io/repo-name": "shop" })],
    [],
    [2, 0, 0],
  ),
  state("with its deployments", [repository(), bundle(), deployment(), cluster(now)], [], [1, 0, 0]),
  state("a chart brought by Fleet is ready", [{ ...repository(), kind: "HelmOp" }], [], [1, 0, 0]),
  state("not ready for five minutes", [since("NotReady", 5)], [`low NotReady ${onC1}`], [0, 0, 1]),
  state("not ready for half an hour", [since("NotReady", 30)], [`medium NotReady ${onC1}`], [0, 0, 1]),
  state(
    "not ready, and a resource says why",
    [
      since("NotReady", 30, {
        nonReadyStatus: [
          {
            apiVersion: "apps/v1",
            kind: "Deployment",
            namespace: "shop",
            name: "web",
            summary: { error: true },
          },
        ],
      }),
    ],
    ["high NotReady apps/Deployment/shop/web[fleet-default/shop on fleet-default/c1]"],
    [0, 0, 1],
  ),
  state("it cannot be deployed", [since("ErrApplied", 5)], [`high ErrApplied ${onC1}`], [0, 0, 1]),
  state("it waits to be deployed", [since("WaitApplied", 5)], [`low WaitApplied ${onC1}`], [0, 0, 1]),
  state("it waits for an hour", [since("WaitApplied", 60)], [`medium WaitApplied ${onC1}`], [0, 0, 1]),
  state("it waits for Fleet", [since("Pending", 40)], [`medium Pending ${onC1}`], [0, 0, 1]),
  state(
    "changed by hand, which is drift and no malfunction",
    [since("Modified", 40, { modifiedStatus: [{ ...web }] })],
    [],
    [1, 0, 0],
  ),
  state(
    "a workload was deleted by hand, which Fleet calls changed",
    [since("Modified", 40, { modifiedStatus: [{ ...web, missing: true }] })],
    [],
    [0, 0, 1],
  ),
  state("changed, and nobody says what", [since("Modified", 40)], [], [0, 0, 1]),
  state("Git has moved on, which is drift and no malfunction", [since("OutOfSync", 40)], [], [1, 0, 0]),
  state(
    "for no cluster at all",
    [repository({ desiredReadyClusters: 0, summary: { ready: 0, desiredReady: 0 } })],
    [],
    [0, 0, 0],
  ),
  state("without a status", [{ ...repository(), status: undefined }], [], [0, 0, 1], "has not said anything"),
  state(
    "Fleet has not seen its latest change",
    [repository({}, {}, { generation: 5 })],
    [],
    [0, 0, 1],
    "has not seen its latest change",
  ),
  state(
    "ready as far as was known before it stalled",
    [repository({ conditions: [ready(), { type: "Stalled", status: "True", message: "no such branch" }] })],
    [],
    [0, 0, 1],
    "no such branch",
  ),
  state(
    "its agent has been silent for hours",
    [repository(), bundle(), cluster(ago(300))],
    [],
    [1, 0, 0],
    "has not reported since",
  ),
  state("only the agent of Fleet itself", [named("fleet-agent-local", bundle())], [], [0, 0, 0]),
  state("being deleted", [repository({}, {}, { deletionTimestamp: ago(1) })], [], [0, 0, 0]),
  state(
    "paused, with what Git has since",
    [repository({}, { paused: true }), bundleIn("OutOfSync", {}, {})],
    [],
    [1, 0, 0],
  ),
  state(
    "its deployment on one cluster is not ready",
    [
      bundle({ summary: { ready: 0, desiredReady: 1, notReady: 1 } }),
      deployment({ ready: false, conditions: [ready({ status: "False", lastUpdateTime: ago(30) })] }),
    ],
    [`medium NotReady ${onC1}`],
    [0, 0, 1],
  ),
];
