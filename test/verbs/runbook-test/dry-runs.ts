import type { TrialState } from "../../../src/core/runbook/trials/trial.ts";

/** Files that the labelled entries name, beside the cluster of the gate world. */
export const dryRunFiles = {
  "manifests/web.yaml": `apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {greeting: hello}
`,
  "manifests/broken.yaml": "apiVersion: v1\nkind: [ConfigMap\n",
  "manifests/strange.yaml":
    "apiVersion: acme.test/v1\nkind: Widget\nmetadata: {name: left, namespace: shop}\n",
  "manifests/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web-a-1, namespace: shop}\n",
  "scripts/flush.sh": "if true; then echo flushed; fi\n",
  "scripts/broken.sh": "if true; then echo flushed\n",
  "scripts/flush.js": "console.log('flushed');\n",
  "scripts/broken.js": "console.log('flushed';\n",
  "playbooks/restart.yml":
    "- hosts: all\n  gather_facts: false\n  tasks:\n    - ansible.builtin.file: {path: touched-by-a-playbook, state: touch}\n",
  "playbooks/broken.yml": "- hosts: all\n  tasks:\n    - ansible.builtin.debug: {msg: [}\n",
  "playbooks/no-module.yml": "- hosts: all\n  tasks:\n    - acme.widgets.polish: {shiny: true}\n",
  "playbooks/no-role.yml": "- hosts: all\n  roles: [role-that-nobody-wrote]\n",
  "infra/main.tf": 'resource "terraform_data" "a" { input = "1" }\nvariable "copies" { default = "1" }\n',
  "infra-broken/main.tf": 'resource "terraform_data" "a" { input = var.nobody }\n',
  "infra-fresh/main.tf":
    'terraform {\n  required_providers { acme = { source = "acme.test/acme/acme" } }\n}\nresource "acme_thing" "a" {}\n',
};

export type Labelled = {
  readonly name: string;
  readonly run: string;
  /** Answers the OOMKilled of `web` with it, so that placeholders are filled. */
  readonly of?: "web";
  readonly kind?: "command" | "playbook";
  readonly is: TrialState;
  /** Left out where the state says it all. */
  readonly why?: RegExp;
};

export const one = (is: TrialState, name: string, run: string, more: Partial<Labelled> = {}): Labelled => ({
  ...{ name, run, is },
  ...more,
});

/** By kubectl at the gate world: `web` with one pod `web-a-1` in `shop`, and no node. */
export const kubectlDryRuns: readonly Labelled[] = [
  one("ok", "scales", "kubectl scale deploy/web --replicas=2 -n shop"),
  one("ok", "in-front", "kubectl -n shop scale deployment web --replicas=2"),
  one("ok", "glued-in-front", "kubectl --namespace=shop scale deployment web --replicas=2"),
  one("ok", "deletes", "kubectl delete pod web-a-1 --namespace=shop"),
  one("ok", "deletes-now", "kubectl delete pod web-a-1 -n shop --grace-period=0 --force"),
  one("ok", "deletes-many", "kubectl delete pods -l app=web -n shop"),
  one("ok", "labels", "kubectl label deploy web -n shop tier=front"),
  one("ok", "annotates", "kubectl annotate deploy/web -n shop note=restarted"),
  one("ok", "patches", `kubectl patch deployment web -n shop --type merge -p '{"spec":{"replicas":2}}'`),
  one("ok", "sets-image", "kubectl set image deployment/web app=shop/app:2 -n shop"),
  one("ok", "sets-env", "kubectl set env deployment/web -n shop FLAG=on"),
  one("ok", "applies", "kubectl apply -f manifests/web.yaml"),
  one("ok", "applies-here", "kubectl apply --server-side -f manifests/web.yaml"),
  one("ok", "creates", "kubectl create configmap flag -n shop --from-literal=a=b"),
  one("ok", "deletes-file", "kubectl delete -f manifests/pod.yaml"),
  one("ok", "filled", "kubectl scale {kind}/{workload} --replicas=2 -n {namespace}", { of: "web" }),

  one("stale", "no-such-thing", "kubectl scale deployment/wbe --replicas=2 -n shop", { why: /wbe/ }),
  one("stale", "no-such-node", "kubectl cordon node-a", { why: /node-a/ }),
  one("stale", "no-such-container", "kubectl set image deployment/web wbe=shop/app:2 -n shop", {
    why: /wbe/,
  }),
  one("stale", "no-such-file", "kubectl apply -f manifests/wbe.yaml", { why: /wbe\.yaml/ }),
  one("stale", "broken-file", "kubectl apply -f manifests/broken.yaml"),
  one("stale", "no-such-kind", "kubectl apply -f manifests/strange.yaml", { why: /strange|Widget/ }),
  one("stale", "noted-already", "kubectl annotate deploy web -n shop deployment.kubernetes.io/revision=9", {
    why: /revision/,
  }),
  one("stale", "no-patch", "kubectl patch deployment web -n shop -p '{spec'"),
  one("stale", "no-option", "kubectl scale deploy/web --replica=2 -n shop", { why: /--replica/ }),
  one("stale", "there-already", "kubectl create -f manifests/pod.yaml", {
    why: /exists/,
  }),
  one("stale", "other-count", "kubectl scale deploy/web --current-replicas=7 --replicas=2 -n shop"),
  one("stale", "never-acts", "kubectl scale deploy/web --replicas=2 -n shop --dry-run=client", {
    why: /dry-run/,
  }),
  one("stale", "never-acts-early", "kubectl delete --dry-run=server pod web-a-1 -n shop", { why: /dry-run/ }),

  // None of its own: what it names is read.
  one("ok", "restarts", "kubectl rollout restart deploy/web -n shop"),
  one("stale", "restarts-nothing", "kubectl rollout restart deploy/wbe -n shop", { why: /wbe/ }),
  one("ok", "says-none", "kubectl delete pod web-a-1 -n shop --dry-run=none"),
  // Nothing is met, and whether that is meant nobody can know.
  one("unsure", "meets-nothing", "kubectl delete pods -l app=wbe -n shop"),
  // Words whose dry run might be taken for something else are not run.
  one("skipped", "behind-option", "kubectl --v 4 delete pod web-a-1 -n shop"),
  one("skipped", "behind-dashes", "kubectl delete -n shop -- pod web-a-1"),
  one("skipped", "raw", "kubectl delete --raw /api/v1/namespaces/shop/pods/web-a-1"),
  one("skipped", "execs", "kubectl exec web-a-1 -n shop -- kill 1"),
  one("skipped", "plugin", "kubectl create flag now -n shop"),
];

/** By helm, where `web` of the chart `charts/shop` is released twice in `shop`. */
export const helmDryRuns: readonly Labelled[] = [
  one("ok", "rolls-back", "helm rollback web 1 -n shop"),
  one("ok", "rolls-back-here", "helm -n shop rollback web"),
  one("ok", "uninstalls", "helm uninstall web -n shop"),
  one("ok", "upgrades", "helm upgrade web charts/shop -n shop --set greeting=third --wait"),
  one("ok", "installs", "helm install other charts/shop -n fresh --create-namespace"),
  one("stale", "no-revision", "helm rollback web 9 -n shop"),
  one("stale", "no-release", "helm rollback wbe 1 -n shop", { why: /not found/ }),
  one("stale", "nothing-to-uninstall", "helm uninstall wbe -n shop", { why: /not found/ }),
  one("stale", "no-chart", "helm upgrade web charts/shpo -n shop", { why: /charts not found|shpo/ }),
  // helm does not look whether a name is taken before it means it.
  one("ok", "name-taken", "helm install web charts/shop -n shop"),
  one("stale", "no-such-option", "helm rollback web 1 -n shop --recreate-everything", {
    why: /--recreate-everything/,
  }),
  one("skipped", "tests", "helm test web -n shop"),
  one("skipped", "fetches", "helm upgrade web charts/shop -n shop --dependency-update"),
  one("skipped", "renders", "helm upgrade web charts/shop -n shop --post-renderer ./render.sh"),
];

/** By programs that need no cluster. */
export const localDryRuns: readonly Labelled[] = [
  one("ok", "script", "sh scripts/flush.sh {workload}", { of: "web" }),
  one("ok", "script-of-bash", "bash scripts/flush.sh"),
  one("ok", "script-of-node", "node scripts/flush.js --now"),
  one("stale", "broken-script", "sh scripts/broken.sh", { why: /broken\.sh/ }),
  one("stale", "broken-script-of-node", "node scripts/broken.js"),
  one("skipped", "in-words", "sh -c 'rm -rf everything'"),
  one("skipped", "own-program", "true"),
];

export const terraformDryRuns: readonly Labelled[] = [
  one("ok", "applies-folder", "terraform -chdir=infra apply -auto-approve"),
  one(
    "ok",
    "applies-one",
    "terraform -chdir=infra apply -target=terraform_data.a -auto-approve -var copies=2",
  ),
  one("ok", "destroys", "terraform -chdir=infra destroy -auto-approve -target terraform_data.a"),
  one("stale", "broken-folder", "terraform -chdir=infra-broken apply -auto-approve", {
    why: /nobody|undeclared/i,
  }),
  one("unsure", "fresh-folder", "terraform -chdir=infra-fresh apply -auto-approve", {
    why: /not initialised/,
  }),
  one("unsure", "no-variable", "terraform -chdir=infra apply -auto-approve -var nobody=1"),
  one("skipped", "saved-plan", "terraform -chdir=infra apply saved.plan"),
  one("skipped", "taints", "terraform -chdir=infra taint terraform_data.a"),
];

export const ansibleDryRuns: readonly Labelled[] = [
  one("ok", "playbook", "ansible-playbook -i localhost, playbooks/restart.yml", { kind: "playbook" }),
  one("ok", "playbook-for", "ansible-playbook -i localhost, -e app={workload} playbooks/restart.yml", {
    ...{ kind: "playbook", of: "web" },
  }),
  one("stale", "broken-playbook", "ansible-playbook -i localhost, playbooks/broken.yml", {
    kind: "playbook",
  }),
  one("stale", "no-module", "ansible-playbook -i localhost, playbooks/no-module.yml", {
    ...{ kind: "playbook", why: /polish/ },
  }),
  one("stale", "no-role", "ansible-playbook -i localhost, playbooks/no-role.yml", {
    ...{ kind: "playbook", why: /role-that-nobody-wrote/ },
  }),
  one("skipped", "forgets", "ansible-playbook --flush-cache -i localhost, playbooks/restart.yml", {
    kind: "playbook",
  }),
];
