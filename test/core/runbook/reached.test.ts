import { expect, test } from "vitest";
import { namespacesReached } from "../../../src/core/runbook/reached.ts";

test.each([
  ["kubectl get pods", ["shop"]],
  ["kubectl get pods -n kube-system", ["kube-system"]],
  ["kubectl get pods -nkube-system", ["kube-system"]],
  ["kubectl get pods -n=kube-system --namespace web", ["kube-system", "web"]],
  ["helm rollback web 2 --namespace=web", ["web"]],
  ["kubectl delete pods -A", ["kube-system"]],
  ["kubectl delete pods --all-namespaces", ["kube-system"]],
])("%s", (text, expected) => {
  expect(namespacesReached(text.split(" "), "shop")).toEqual(expected);
});
