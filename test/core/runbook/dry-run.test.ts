import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dryRunOf } from "../../../src/core/runbook/dry-run/dry-run.ts";
import { fuzzRuns } from "../../support/hostile.ts";

const argvOf = (line: string): readonly string[] => {
  const dry = dryRunOf(line.split(" "));
  return dry.is === "steps" ? dry.steps.map(({ words }) => words.join(" ")) : [dry.is];
};

describe("the dry run of a tool is made of words that are understood", () => {
  test.each([
    ["kubectl delete pod a -n shop", "kubectl delete --dry-run=server pod a -n shop"],
    ["/usr/bin/kubectl -n shop delete pod a", "/usr/bin/kubectl -n shop delete --dry-run=server pod a"],
    ["kubectl -nshop set image deploy/a b=c", "kubectl -nshop set image --dry-run=server deploy/a b=c"],
    ["kubectl rollout undo deploy/a", "kubectl rollout undo --dry-run=server deploy/a"],
    ["kubectl create job a --from=cronjob/b", "kubectl create --dry-run=server job a --from=cronjob/b"],
    ["helm --namespace=shop rollback a 2", "helm --namespace=shop rollback --dry-run=server a 2"],
    ["helm uninstall a", "helm uninstall --dry-run a"],
    ["ansible-playbook site.yml", "ansible-playbook --syntax-check site.yml"],
    ["sh scripts/a.sh --now", "sh -n scripts/a.sh"],
    ["node a.js b", "node --check a.js"],
  ])("%s: %s", (line, dry) => {
    expect(argvOf(line)).toEqual([dry]);
  });

  test("an apply is checked and planned, with what a plan knows and no lock", () => {
    expect(argvOf("tofu -chdir=infra apply -auto-approve -target=a.b -var x=1 -lock=true")).toEqual([
      "tofu -chdir=infra validate -no-color",
      "tofu -chdir=infra plan -input=false -lock=false -no-color -target=a.b -var x=1",
    ]);
    expect(argvOf("terraform destroy -refresh=false")).toEqual([
      "terraform validate -no-color",
      "terraform plan -input=false -lock=false -no-color -destroy -refresh=false",
    ]);
  });

  test.each([
    // An option in front may take the next word with it, or none: kubectl alone knows.
    "kubectl --v 4 delete pod a",
    "kubectl -n --dry-run=server delete pod a",
    "kubectl delete pod a -- --dry-run=none",
    "kubectl delete --raw /api/v1/pods",
    "kubectl replace --raw=/api/v1/pods -f a",
    "./bin/kubectl delete pod a",
    "kubectl delete pod a --dry_run=none",
    "kubectl delete pod a --dry_run=server",
    "kubectl create -f a.json --edit",
    "kubectl delete pod a --profile=heap",
    "kubectl exec a -- kill 1",
    "kubectl edit deploy a",
    "kubectl rollout restart deploy/a",
    // A program of the machine may be called kubectl-create-flag.
    "kubectl create flag a",
    "kubectl create -n shop job a",
    "kubectl flag create",
    "kubectl apply edit-last-applied deploy/a",
    "kubectl delete pod a --dry-run=none",
    "helm test a",
    "helm upgrade a ./a --post-renderer ./b",
    "helm upgrade a ./a --dependency-update",
    "helm plugin install a",
    "terraform apply saved.plan",
    "terraform apply -out=x",
    "terraform apply -generate-config-out=x",
    "terraform import a b",
    "terraform apply -var -destroy",
    "ansible-playbook --flush-cache site.yml",
    "ansible-playbook --flush site.yml",
    "ansible-playbook -- site.yml",
    "ansible all -m reboot",
    "sh -c true",
    "bash -x a.sh",
    "node -e 1",
    "zsh a.sh",
    "perl a.pl",
    "systemctl restart a",
    "gh workflow run a.yml",
    "sh",
    "kubectl",
    "helm",
    "terraform",
  ])("%s has none", (line) => {
    expect(argvOf(line)).toEqual(["none"]);
  });

  test.each([
    "kubectl delete pod a --dry-run=client",
    "kubectl delete --dry-run=server pod a",
    "kubectl delete pod a --dry-run=none --dry-run=server",
    "helm rollback a --dry-run",
  ])("%s never does anything", (line) => {
    expect(argvOf(line)).toEqual(["idle"]);
  });

  test("whatever the words: the dry option stands right behind the verb, and nothing beside it takes it back", () => {
    const word = fc.oneof(
      fc.constantFrom(
        ..."kubectl helm delete scale apply set image rollout undo create job -n shop --namespace=shop -l".split(
          " ",
        ),
        ..."--dry-run --dry-run=none --dry-run=server --dry-run=false --dry_run=none --raw -- -f --force rollback upgrade".split(
          " ",
        ),
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.constantFrom("kubectl", "helm"), fc.array(word, { maxLength: 6 }), (program, words) => {
        const dry = dryRunOf([program, ...words]);
        if (dry.is !== "steps") return;
        for (const { words: tried } of dry.steps) {
          const at = tried.findIndex((one) => one.startsWith("--dry-run"));
          const front = tried.slice(1, at).filter((one) => !/^(?:-n|--namespace)/.test(one));
          expect(tried.filter((one) => one.startsWith("--dry-run"))).toHaveLength(1);
          expect(tried.some((one) => program === "kubectl" && one.startsWith("--dry_run"))).toBe(false);
          expect(["--dry-run=server", "--dry-run"]).toContain(tried[at]);
          expect(tried[at - 1]?.startsWith("-")).toBe(false);
          expect(front.length).toBeLessThanOrEqual(3);
          // Whatever it says besides, it says in the order of the entry.
          expect([...tried.slice(0, at), ...tried.slice(at + 1)]).toEqual([program, ...words]);
        }
      }),
      { numRuns: fuzzRuns },
    );
  });
});
