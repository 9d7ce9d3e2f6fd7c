import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { kubernetes } from "../../src/executors/kubernetes.ts";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { dig } from "../support/cluster/json.ts";
import { executing } from "../support/executing.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { node } from "./workloads.ts";

const test = needs("kubectl");

const objects = [node("n1")];
const isOff = (cluster: Awaited<ReturnType<typeof executing>>["cluster"]): unknown =>
  dig(cluster.objects.get("Node", "", "n1"), "spec", "unschedulable");

describe("where a command goes", () => {
  for (const ambient of [false, true])
    test(`is the context that was lent${ambient ? " by the machine" : ""}, whatever that points at meanwhile`, async () => {
      const other = await clusterHere({ objects });
      const { cluster, perform, kubeconfig, ran } = await executing({ objects, ambient });
      cluster.kubeconfig(kubeconfig, { others: { other: other.cluster.url } });
      const written = JSON.parse(readFileSync(kubeconfig, "utf8"));
      writeFileSync(kubeconfig, JSON.stringify({ ...written, "current-context": "other" }));
      expect((await perform("cordon", { name: "n1" })).settled.state).toBe("arrived");
      expect(isOff(cluster)).toBe(true);
      expect(other.cluster.requests).toEqual([]);
      expect(ran.map(({ argv }) => argv)).toEqual([
        [
          ...["kubectl", "cordon", "n1"],
          ...(ambient ? [] : [`--kubeconfig=${kubeconfig}`]),
          "--context=test",
        ],
      ]);
      expect(ran[0]?.env?.["KUBECONFIG"]).toBe(ambient ? kubeconfig : undefined);
    });

  test("is nowhere without a cluster that was lent", async () => {
    const { reach, act, cluster, foresee } = await executing({ objects });
    const bare = { ...reach, cluster: undefined };
    const wanted = { action: "cordon", parameters: { name: "n1" } };
    expect(await kubernetes.foresee(wanted, bare)).toMatchObject({ ok: false, class: "misconfigured" });
    const seen = await foresee("cordon", { name: "n1" });
    if (!seen.ok || "noop" in seen.value) throw new Error("not foreseen");
    const { exit } = await act(kubernetes.aim(["kubectl", "cordon", "n1"], seen.value, bare));
    expect([exit, isOff(cluster)]).toEqual([1, undefined]);
    expect(await kubernetes.settle(wanted, seen.value, bare, 1000)).toMatchObject({ state: "unseen" });
  });
});

describe("a command leaves behind", () => {
  test("no cache of what the cluster serves", async () => {
    const { perform, root } = await executing({ objects });
    const { result } = await perform("cordon", { name: "n1" });
    expect(result.stderr).toBe("");
    expect(existsSync(`${root}/.kube/cache`)).toBe(false);
  });
});

describe("a program that prints the credential", () => {
  const tokens = { "token-of-ops": { user: "ops", rules: everything } };
  const canary = "CANARY1d8e2b";

  /** Wants a variable of its own, and writes down what it was given. */
  const world = async (env: Readonly<Record<string, string>>) => {
    const folder = temporaryFolder({
      "credential.sh": `#!/bin/sh
[ "$AWS_PROFILE" = ops ] || { echo 'no profile' >&2; exit 1; }
env | cut -d= -f1 | sort > "$0.seen-by-$OTHER"
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"token-of-ops"}}'
`,
    });
    const program = folder.at("credential.sh");
    chmodSync(program, 0o700);
    const given = { AWS_PROFILE: "ops", SLACK_WEBHOOK_URL: canary, OTHER: canary };
    const made = await executing({ objects, tokens, config: { program }, env, given });
    return { ...made, given: () => readFileSync(`${program}.seen-by-`, "utf8").trim().split("\n") };
  };

  test("gets the variables that the target lends, and no others", async () => {
    const { perform, cluster, given } = await world({ AWS_PROFILE: "ops" });
    const { result, settled } = await perform("cordon", { name: "n1" });
    expect([result.exit, settled.state, isOff(cluster)]).toEqual([0, "arrived", true]);
    const own = [
      "AWS_PROFILE",
      "HOME",
      "KUBECACHEDIR",
      "KUBECTL_KUBERC",
      "KUBERNETES_EXEC_INFO",
      "PATH",
      "PWD",
    ];
    expect(given().filter((name) => !["_", "SHLVL", "OLDPWD", "LANG"].includes(name))).toEqual(own);
  });

  test("without them is not believed to have done anything", async () => {
    const { foresee, act, argvOf, reach, cluster } = await world({});
    const seen = await foresee("cordon", { name: "n1" });
    if (!seen.ok || "noop" in seen.value) throw new Error("not foreseen");
    const { exit, stderr } = await act(kubernetes.aim(argvOf("cordon", seen.value), seen.value, reach));
    expect([exit, isOff(cluster)]).toEqual([1, undefined]);
    expect(stderr).toContain("no profile");
  });
});
