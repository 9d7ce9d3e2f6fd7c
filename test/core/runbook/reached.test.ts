import { expect, test } from "vitest";
import { isOpen } from "../../../src/core/runbook/entry-action.ts";
import { reachedBy } from "../../../src/core/runbook/reached.ts";
import { solution } from "../../support/solution.ts";

const reached = (run: string): readonly string[] => {
  const entry = solution({ solution: { kind: "command", run } });
  return isOpen(entry) ? reachedBy(entry, { namespace: "web" }, "shop") : [];
};

test.each([
  ["kubectl get pods", ["shop"]],
  ["kubectl get pods -n kube-system", ["kube-system"]],
  ["kubectl get pods -nkube-system", ["kube-system"]],
  ["kubectl get pods -n=kube-system --namespace web", ["kube-system", "web"]],
  ["/usr/local/bin/helm rollback web 2 --namespace={namespace}", ["web"]],
  ["kubectl delete pods -A", ["shop", "kube-system"]],
  ["kubectl delete pods -wA", ["shop", "kube-system"]],
  ["kubectl delete pods --all-namespaces=1 -n x", ["x", "kube-system"]],
  ["kubectl get pods -wn kube-public", ["shop", "kube-public"]],
  ["kubectl get pods -wnkube-public", ["shop", "kube-public"]],
  ["./script -n kube-system", []],
])("%s", (text, expected) => {
  expect(reached(text)).toEqual(expected);
});
