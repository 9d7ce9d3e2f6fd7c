import {
  by,
  type DirectionCase,
  definition,
  lastApplied,
  ofHelm,
  rest,
  settings,
  shop,
} from "../../support/direction-parts.ts";

const all = [...rest, "image", "replicas"] as const;
const later = { since: "2026-03-05T09:00:00Z" };
const applied = { how: "Apply" } as const;
const [one, two] = [shop({ image: "web:1", replicas: 2 }), shop({ image: "web:2", replicas: 2 })];

/** The declaration moved on to `web:2`, and this one deployed all of what lives. */
const onlyBy = (manager: string, how: "Apply" | "Update"): DirectionCase => ({
  title: `${manager} (${how}) set everything`,
  declared: two,
  live: shop({ replicas: 2, set: [by(manager, all, { how })] }),
  expected: "not-yet-applied update",
});

/** The same, but the image was set by somebody else afterwards. */
const imageBy = (
  manager: string,
  own: Parameters<typeof by>[1],
  how: Parameters<typeof by>[2] = {},
): DirectionCase => ({
  title: `helm deployed it, ${manager} (${how.how ?? "Update"}) set the image`,
  declared: two,
  live: shop({ replicas: 2, set: [by("helm", [...rest, "replicas"]), by(manager, own, how)] }),
  expected: "changed-in-reality update",
});

/** Labelled before anything judged it. */
export const directions: readonly DirectionCase[] = [
  ...(
    [
      ["helm", "Update"],
      ["helm", "Apply"],
      ["helm-controller", "Update"],
      ["fleetagent", "Update"],
      ["terraform-provider-helm_v2.13.0_x5", "Update"],
      ["kubectl-client-side-apply", "Update"],
      ["kubectl", "Apply"],
      ["kustomize-controller", "Apply"],
      ["argocd-controller", "Update"],
      ["argocd-controller", "Apply"],
      ["argocd-application-controller", "Update"],
      ["Terraform", "Apply"],
      ["acme-deploy", "Apply"],
    ] as const
  ).map(([manager, how]) => onlyBy(manager, how)),
  ...["kubectl-edit", "kubectl-patch", "kubectl-set", "node-fetch", "unknown", "Go-http-client"].map(
    (manager) => imageBy(manager, ["image"], later),
  ),
  imageBy("acme-tuner", ["image"], { ...later, ...applied }),
  imageBy("kubectl", ["image"], { ...later, ...applied }),
  imageBy("kubectl-client-side-apply", ["image", "annotation"], later),
  {
    title: "one who is no deployer set everything",
    declared: two,
    live: shop({ replicas: 2, set: [by("kubectl-create", all)] }),
    expected: "changed-in-reality update",
  },
  {
    title: "an Apply that owns one place of an object that a nameless client wrote",
    declared: two,
    live: shop({
      replicas: 2,
      set: [by("Go-http-client", [...rest, "replicas"]), by("acme-tuner", ["image"], applied)],
    }),
    expected: "changed-in-reality update",
  },
  {
    title: "nobody wrote down who set anything",
    declared: two,
    live: one,
    expected: "changed-in-reality update",
  },
  {
    title: "helm set the place that differs, a hand another one that agrees",
    declared: shop({ image: "web:2", log: "info" }),
    live: shop({ log: "info", set: [by("helm", [...rest, "image"]), by("kubectl-edit", ["log"], later)] }),
    expected: "not-yet-applied update",
  },
  {
    title: "helm set one place that agrees, a hand the one that differs",
    declared: two,
    live: shop({
      replicas: 2,
      set: [by("helm", ["replicas"]), by("kubectl-edit", [...rest, "image"], later)],
    }),
    expected: "changed-in-reality update",
  },
  {
    title: "a hand set one place, and the declaration moved at another",
    declared: shop({ image: "web:2", replicas: 3 }),
    live: shop({
      replicas: 9,
      set: [by("helm", [...rest, "image"]), by("kubectl-edit", ["replicas"], later)],
    }),
    expected: "both update",
  },
  {
    title: "an autoscaler set the count, and lives no more",
    declared: one,
    live: shop({
      replicas: 7,
      set: [
        by("helm", [...rest, "image"]),
        by("kube-controller-manager", ["replicas"], { ...later, through: "scale" }),
      ],
    }),
    expected: "changed-in-reality update",
  },
  {
    title: "kubectl scale has the name of kubectl apply --server-side",
    declared: one,
    live: shop({
      replicas: 7,
      set: [
        by("kubectl", [...rest, "image"], applied),
        by("kubectl", ["replicas"], { ...later, through: "scale" }),
      ],
    }),
    expected: "changed-in-reality update",
  },
  {
    title: "a place that is gone, and no record of what was applied",
    declared: shop({ log: "info" }),
    live: shop({ set: [by("helm", [...rest, "image"])] }),
    expected: "changed-in-reality update",
  },

  // What kubectl wrote down.
  {
    title: "lives as kubectl applied it",
    declared: two,
    live: shop({ replicas: 2, annotations: lastApplied(one) }),
    expected: "not-yet-applied update",
  },
  {
    title: "declared as kubectl applied it",
    declared: two,
    live: shop({ replicas: 2, annotations: lastApplied(two) }),
    expected: "changed-in-reality update",
  },
  {
    title: "kubectl applied a third thing",
    declared: shop({ image: "web:3" }),
    live: shop({ image: "web:2", annotations: lastApplied(shop({ image: "web:1" })) }),
    expected: "both update",
  },
  {
    title: "kubectl applied it once; it is deployed by another one since",
    declared: shop({ image: "web:3" }),
    live: shop({
      ...{ image: "web:2", annotations: lastApplied(shop({ image: "web:1" })) },
      set: [
        by("kubectl-client-side-apply", ["annotation"]),
        by("kustomize-controller", [...rest, "image"], { ...later, ...applied }),
      ],
    }),
    expected: "not-yet-applied update",
  },
  {
    title: "somebody applied an edited manifest over what a release brought",
    declared: shop({ image: "web:2" }),
    live: shop({
      ...{ image: "web:9", annotations: { ...lastApplied(shop({ image: "web:9" })), ...ofHelm } },
      set: [by("helm", rest), by("kubectl-client-side-apply", ["image", "annotation"], later)],
    }),
    expected: "changed-in-reality update",
  },
  {
    title: "Argo CD wrote down what it applied, and a hand changed it",
    declared: shop({ image: "web:1" }),
    live: shop({
      ...{ image: "web:9", annotations: lastApplied(shop({ image: "web:1" })) },
      set: [by("argocd-controller", [...rest, "annotation"]), by("kubectl-edit", ["image"], later)],
    }),
    expected: "changed-in-reality update",
  },

  // What a release keeps.
  {
    title: "lives as the release keeps it, and the chart moved on",
    ...{ declared: two, live: one, stored: { inForce: [one] } },
    expected: "not-yet-applied update",
  },
  {
    title: "declared as the release keeps it, and changed by hand",
    declared: two,
    live: shop({ replicas: 2, set: [by("helm", rest), by("kubectl-edit", ["image"], later)] }),
    stored: { inForce: [two] },
    expected: "changed-in-reality update",
  },
  {
    title: "declared as the release keeps it; a webhook made another thing of what helm sent",
    declared: two,
    live: shop({ replicas: 2, set: [by("helm", all)] }),
    stored: { inForce: [two] },
    expected: "changed-in-reality update",
  },
  {
    title: "changed by hand, and the chart moved on at the same place",
    declared: shop({ image: "web:3" }),
    live: shop({ image: "web:2", set: [by("helm", rest), by("kubectl-edit", ["image"], later)] }),
    stored: { inForce: [shop({ image: "web:1" })] },
    expected: "both update",
  },
  {
    title: "changed by hand at one place, and the chart moved on at another",
    declared: shop({ image: "web:2", replicas: 2 }),
    live: shop({ image: "web:1", replicas: 9 }),
    stored: { inForce: [one] },
    expected: "both update",
  },
  {
    title: "a hand's change that an upgrade left standing",
    declared: shop({ replicas: 3 }),
    live: shop({
      replicas: 5,
      set: [by("helm", [...rest, "image"], later), by("kubectl-edit", ["replicas"])],
    }),
    stored: { inForce: [shop({ replicas: 3 })] },
    expected: "changed-in-reality update",
  },
  {
    title: "a place taken away by hand",
    ...{ declared: shop({ log: "info" }), live: shop(), stored: { inForce: [shop({ log: "info" })] } },
    expected: "changed-in-reality update",
  },
  {
    title: "a place taken away by hand, and the chart moved on there",
    ...{ declared: shop({ log: "warn" }), live: shop(), stored: { inForce: [shop({ log: "info" })] } },
    expected: "both update",
  },
  {
    title: "a place that no release ever had",
    ...{ declared: shop({ log: "info" }), live: shop(), stored: { inForce: [shop()] } },
    expected: "not-yet-applied update",
  },
  {
    title: "a place that no release ever had, set by hand in the meantime",
    declared: shop({ replicas: 3 }),
    live: shop({ replicas: 5, set: [by("helm", [...rest, "image"]), by("kubectl-edit", ["replicas"])] }),
    stored: { inForce: [shop()] },
    expected: "both update",
  },
  {
    title: "a place that no release ever had, with what the server made of it",
    declared: shop({ replicas: 3 }),
    live: shop({ replicas: 1, set: [by("helm", [...rest, "image"], applied)] }),
    stored: { inForce: [shop()] },
    expected: "not-yet-applied update",
  },
  {
    title: "a place that no release ever had, and nobody wrote down who set it",
    ...{ declared: shop({ replicas: 3 }), live: shop({ replicas: 5 }), stored: { inForce: [shop()] } },
    expected: "both update",
  },
  {
    title: "an upgrade that broke off after this object",
    declared: shop({ image: "web:3" }),
    live: shop({ image: "web:2" }),
    stored: { inForce: [shop({ image: "web:1" })], tried: [shop({ image: "web:2" })] },
    expected: "not-yet-applied update",
  },
  {
    title: "an upgrade that broke off before this object",
    declared: shop({ image: "web:2" }),
    live: shop({ image: "web:1" }),
    stored: { inForce: [shop({ image: "web:1" })], tried: [shop({ image: "web:2" })] },
    expected: "not-yet-applied update",
  },

  // Whole objects.
  { title: "gone, and nobody knows more", declared: shop(), live: null, expected: "vanished create" },
  {
    title: "gone, and the release has it",
    ...{ declared: shop(), live: null, stored: { inForce: [shop()] } },
    expected: "vanished create",
  },
  {
    title: "not there, and the release never had it",
    ...{ declared: shop(), live: null, stored: { inForce: [settings("other")] } },
    expected: "not-yet-applied create",
  },
  {
    title: "not there, and an upgrade that broke off may have had it",
    ...{ declared: shop(), live: null, stored: { inForce: [settings("other")], tried: [shop()] } },
    expected: "vanished create",
  },
  {
    title: "a definition, which no release keeps",
    ...{ declared: definition, live: null, stored: { inForce: [settings("other")] } },
    expected: "vanished create",
  },
  {
    title: "the chart no longer has it",
    ...{ declared: null, live: settings("old"), stored: { inForce: [settings("old")] } },
    expected: "not-yet-applied delete",
  },
  {
    title: "the chart no longer has it, and it is to be kept",
    declared: null,
    live: settings("old", { "helm.sh/resource-policy": "keep" }),
    stored: { inForce: [settings("old")] },
    expected: "none",
  },
  {
    title: "the chart no longer has it, and it is gone",
    ...{ declared: null, live: null, stored: { inForce: [settings("old")] } },
    expected: "none",
  },
  {
    title: "of a release, but in none of what it keeps",
    declared: null,
    live: settings("extra", ofHelm),
    stored: { inForce: [settings("old")] },
    expected: "unmanaged none",
  },
  {
    title: "a baseline is what ran: whoever changes it changes reality",
    ...{ declared: two, exact: true, expected: "changed-in-reality update" },
    live: shop({ replicas: 2, set: [by("helm", all)] }),
  },
];
