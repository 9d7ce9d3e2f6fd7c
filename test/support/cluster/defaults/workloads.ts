import { randomUUID } from "node:crypto";
import { ensure, fill, isThing, type Thing, text, thing, things } from "../json.ts";
import { canonicalAmounts, defaultTemplate } from "./pod.ts";

export const defaultDeployment = (object: Thing): void => {
  const spec = ensure(object, "spec");
  fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: {} });
  defaultStrategy(ensure(spec, "strategy"), { maxUnavailable: "25%", maxSurge: "25%" });
  defaultTemplate(ensure(spec, "template"));
};

export const defaultStatefulSet = (object: Thing): void => {
  const spec = ensure(object, "spec");
  fill(spec, {
    ...{ replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: "OrderedReady", updateStrategy: {} },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
  });
  // Unlike the others, a strategy whose type is named gets no parameters.
  const strategy = ensure(spec, "updateStrategy");
  if (strategy["type"] === undefined || isThing(strategy["rollingUpdate"])) {
    defaultStrategy(strategy, { partition: 0 });
  }
  defaultTemplate(ensure(spec, "template"));
  for (const claim of things(spec, "volumeClaimTemplates")) {
    fill(claim, { apiVersion: "v1", kind: "PersistentVolumeClaim", status: { phase: "Pending" } });
    const metadata = ensure(claim, "metadata");
    metadata["creationTimestamp"] ??= null;
    defaultClaimSpec(ensure(claim, "spec"));
  }
};

export const defaultDaemonSet = (object: Thing): void => {
  const spec = ensure(object, "spec");
  fill(spec, { revisionHistoryLimit: 10, updateStrategy: {} });
  defaultStrategy(ensure(spec, "updateStrategy"), { maxUnavailable: 1, maxSurge: 0 });
  defaultTemplate(ensure(spec, "template"));
};

export const defaultReplicaSet = (object: Thing): void => {
  const spec = ensure(object, "spec");
  fill(spec, { replicas: 1 });
  defaultTemplate(ensure(spec, "template"));
};

const defaultStrategy = (strategy: Thing, rolling: Thing): void => {
  fill(strategy, { type: "RollingUpdate" });
  if (strategy["type"] !== "RollingUpdate") return;
  fill(strategy, { rollingUpdate: {} });
  fill(ensure(strategy, "rollingUpdate"), rolling);
};

/** A job whose selector nobody chose gets one from its uid, with the labels that it selects. */
export const defaultJob = (object: Thing): void => {
  const metadata = ensure(object, "metadata");
  const spec = ensure(object, "spec");
  const template = ensure(spec, "template");
  if (spec["completions"] === undefined && spec["parallelism"] === undefined) {
    fill(spec, { completions: 1, parallelism: 1 });
  }
  fill(spec, {
    ...{ parallelism: 1, backoffLimit: 6, completionMode: "NonIndexed", suspend: false },
    podReplacementPolicy: isThing(spec["podFailurePolicy"]) ? "Failed" : "TerminatingOrFailed",
  });
  if (Object.keys(thing(metadata, "labels")).length === 0) {
    const labels = thing(template, "metadata", "labels");
    if (Object.keys(labels).length > 0) metadata["labels"] = structuredClone(labels);
  }
  defaultTemplate(template);
  if (spec["manualSelector"] === true || spec["selector"] !== undefined) return;
  metadata["uid"] ??= randomUUID();
  const [uid, name] = [text(metadata, "uid"), text(metadata, "name")];
  spec["selector"] = { matchLabels: { "batch.kubernetes.io/controller-uid": uid } };
  fill(ensure(ensure(template, "metadata"), "labels"), {
    ...{ "batch.kubernetes.io/controller-uid": uid, "batch.kubernetes.io/job-name": name },
    ...{ "controller-uid": uid, "job-name": name },
  });
};

/** Only the pod of the nested job is defaulted, the job spec itself is left until a job is made of it. */
export const defaultCronJob = (object: Thing): void => {
  const spec = ensure(object, "spec");
  fill(spec, {
    ...{ concurrencyPolicy: "Allow", suspend: false },
    ...{ successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 },
  });
  const job = ensure(spec, "jobTemplate");
  const metadata = ensure(job, "metadata");
  metadata["creationTimestamp"] ??= null;
  defaultTemplate(ensure(ensure(job, "spec"), "template"));
};

export const defaultAutoscaler = (object: Thing): void => {
  const spec = ensure(object, "spec");
  fill(spec, {
    minReplicas: 1,
    metrics: [
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
      },
    ],
  });
  for (const metric of things(spec, "metrics")) {
    for (const source of Object.values(metric)) canonicalTarget(thing(source, "target"));
  }
  const behavior = spec["behavior"];
  if (!isThing(behavior)) return;
  fill(behavior, { scaleUp: {}, scaleDown: {} });
  fill(ensure(behavior, "scaleUp"), {
    ...{ stabilizationWindowSeconds: 0, selectPolicy: "Max" },
    policies: [
      { type: "Pods", value: 4, periodSeconds: 15 },
      { type: "Percent", value: 100, periodSeconds: 15 },
    ],
  });
  fill(ensure(behavior, "scaleDown"), {
    selectPolicy: "Max",
    policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
  });
};

const canonicalTarget = (target: Thing): void => {
  const amounts: Thing = {};
  for (const key of ["averageValue", "value"]) {
    if (typeof target[key] === "string") amounts[key] = target[key];
  }
  canonicalAmounts(amounts);
  Object.assign(target, amounts);
};

export const defaultClaimSpec = (spec: Thing): void => {
  fill(spec, { volumeMode: "Filesystem" });
  for (const amounts of ["limits", "requests"]) canonicalAmounts(thing(spec, "resources", amounts));
};
