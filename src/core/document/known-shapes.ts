/** The document's own name where its shape is one that operators hand over; `undefined` for any other. */
export const knownShape = (value: object): string | undefined =>
  Array.isArray(value) ? listShape(value) : objectShape(value);

/** The `--source` that reads a document of this shape; `undefined` where none does. */
export const sourceOfShape = (value: unknown): string | undefined => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const described = typeof value === "object" && value !== null ? knownShape(value) : undefined;
  if (described === undefined || typeof first !== "object" || first === null) return undefined;
  const item: unknown = "items" in first && Array.isArray(first.items) ? first.items[0] : first;
  const kind = (typeof item === "object" && item !== null ? textAt(item, "kind") : undefined) ?? "";
  // A list of kubectl's own kind says nothing of whose objects it holds.
  const ofItem = typeof item === "object" && item !== null ? (knownShape(item) ?? "") : "";
  const names = [described, ofItem].map((name) => `${name} ${kind}`);
  return readers.find(([shape]) => names.some((name) => shape.test(name)))?.[1];
};

const readers: readonly (readonly [RegExp, string])[] = [
  [/Terraform plan\b/, "terraform"],
  [/Kubernetes snapshot/, "k8s"],
  [/Argo CD.* Application(?:List )?$/, "argocd"],
  [/Rancher Fleet.* (?:GitRepo|HelmOp|Bundle|BundleDeployment)$/, "rancher"],
  [/Helm release list/, "helm"],
  [/docker compose snapshot/, "docker-compose"],
  [/Ansible play results/, "ansible"],
];

type Shape = readonly [test: (has: Has) => boolean, name: string];
type Has = (key: string, ...more: readonly string[]) => boolean;

/** First match wins; the narrow ones stand first. */
const shapes: readonly Shape[] = [
  [(has) => has("planned_values", "format_version"), "a Terraform plan"],
  // The beginning of a plan that is too large to be read whole.
  [(has) => has("format_version", "terraform_version", "variables"), "a Terraform plan"],
  [(has) => has("resource_changes") || has("resource_drift"), "a part of a Terraform plan"],
  [(has) => has("values", "format_version", "terraform_version"), "a Terraform state"],
  [(has) => has("lineage", "serial"), "a Terraform state file"],
  [(has) => has("terraform_version", "serial"), "a Terraform state file"],
  [(has) => has("provider_schemas", "format_version"), "Terraform provider schemas"],
  [(has) => has("format_version", "valid", "diagnostics"), "terraform validate results"],
  [(has) => has("@level", "@message"), "one event of a terraform plan -json event stream"],
  [(has) => has("plays", "stats"), "Ansible play results"],
  [(has) => has("services", "networks") || has("services", "name"), "a docker compose configuration"],
  [(has) => has("config", "ps"), "a docker compose snapshot"],
  [(has) => has("declared", "observed"), "a Kubernetes snapshot"],
  [(has) => has("clusters", "contexts", "users"), "a kubeconfig"],
  [(has) => has("openapi", "paths") || has("swagger", "paths"), "an OpenAPI description"],
  [(has) => has("$schema", "runs"), "a SARIF log"],
];

const objectShape = (value: object): string | undefined => {
  const kubernetes = kubernetesShape(value);
  if (kubernetes !== undefined) return kubernetes;
  const has: Has = (...keys) => keys.every((key) => Object.hasOwn(value, key));
  return shapes.find(([test]) => test(has))?.[1];
};

const listShape = (list: readonly unknown[]): string | undefined => {
  const [first] = list;
  if (typeof first !== "object" || first === null) return undefined;
  const has = (...keys: readonly string[]) => keys.every((key) => Object.hasOwn(first, key));
  if (has("@level", "@message")) return "a terraform plan -json event stream";
  if (has("name", "revision", "chart")) return "a Helm release list";
  if (has("Service", "State")) return "a docker compose ps list";
  const kind = kubernetesShape(first);
  return kind === undefined ? undefined : `a list that begins with ${kind}`;
};

/** The groups whose kinds are better known by the tool's name than as "Kubernetes". */
const tools: readonly (readonly [RegExp, string])[] = [
  [/^argoproj\.io\//, "Argo CD"],
  [/^fleet\.cattle\.io\//, "Rancher Fleet"],
  [/^(?:kustomize|helm|source)\.toolkit\.fluxcd\.io\//, "Flux"],
];

const kubernetesShape = (value: object): string | undefined => {
  const apiVersion = textAt(value, "apiVersion");
  const kind = textAt(value, "kind");
  if (apiVersion === undefined || kind === undefined) return undefined;
  if (kind === "Config" && Object.hasOwn(value, "clusters")) return "a kubeconfig";
  const tool = tools.find(([group]) => group.test(apiVersion))?.[1] ?? "Kubernetes";
  const named = `${/^[AEIOU]/.test(tool) ? "an" : "a"} ${tool} ${kind.slice(0, 60)}`;
  return kind === "List" ? `${named} of ${contentsOf(value)}` : named;
};

const contentsOf = (list: object): string => {
  const items = "items" in list && Array.isArray(list.items) ? list.items : [];
  const kinds = new Set(
    items.flatMap((item: unknown) =>
      typeof item === "object" && item !== null ? (textAt(item, "kind") ?? []) : [],
    ),
  );
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? `${only}s`.slice(0, 60) : `${items.length} objects`;
};

const textAt = (value: object, key: string): string | undefined => {
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "string" ? found : undefined;
};
