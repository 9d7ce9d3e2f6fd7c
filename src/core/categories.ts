// Every word that a probe or a source says of a malfunction. What stands here is held against the code that says it by types, and
// by test/core/categories.test.ts.

const words = <const W extends readonly string[]>(...all: W): W => all;

/**
 * Said as they stand where something is judged.
 * @internal a test holds them against the code
 */
export const plainCategories = words(
  // Containers and pods.
  ...words("OOMKilled", "RestartStorm", "ContainerTerminated", "Erroring", "Evicted", "Failed", "Unknown"),
  ...words("NotReady", "Waiting", "StuckTerminating", "StuckCreating", "StuckInit", "Unschedulable"),
  // Workloads, autoscalers and budgets.
  ...words("RolloutStuck", "Unavailable", "NotObserved", "FailedCreate", "JobFailed", "NotStarted"),
  ...words("CronJobLate", "NotScaling", "SyncFailed", "BudgetViolated"),
  // Nodes, disks, network, certificates.
  ...words("Cordoned", "DiskFilling", "PodPVCFull", "PVCLost", "PVCPending", "StorageClassMissing"),
  ...words("LoadBalancerPending", "NoEndpoints", "SelectsNothing", "BackendMissing", "CertExpiring"),
  // Terraform and helm.
  ...words("CheckFailed", "CheckUnknown"),
  ...words("ReleaseFailed", "ReleasePending", "ReleaseUninstalling", "ReleaseUnclear"),
  // Argo CD and Fleet.
  ...words("ComparisonError", "OperationFailed", "OperationStuck", "SyncUnknown", "DeletionStuck"),
  "UnknownCondition",
);

/** What a container waits for that does not start. */
export const waitCategories = words(
  ...words("CrashLoopBackOff", "RunContainerError", "StartError", "PostStartHookError", "ErrImagePull"),
  ...words("ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable"),
  ...words("ImageInspectError", "SignatureValidationFailed", "CreateContainerConfigError"),
  "CreateContainerError",
);

/** Conditions of a node that are bad when they hold. */
export const nodeCategories = words(
  ...words("DiskPressure", "MemoryPressure", "PIDPressure", "NetworkUnavailable", "KernelDeadlock"),
  ...words("ReadonlyFilesystem", "CorruptDockerOverlay2", "FrequentKubeletRestart"),
  ...words("FrequentDockerRestart", "FrequentContainerdRestart", "FrequentUnregisterNetDevice"),
);

/** Conditions that are good when they hold; that one does not is said with `Not` before it. */
export const goodConditions = words(
  ...words("Ready", "Available", "Healthy", "Synced", "Reconciled", "Succeeded", "Established"),
  ...words("Programmed", "Accepted", "Installed"),
);
export const badConditions = words(
  ...words("Stalled", "Degraded", "Failed", "Failure", "NotReady", "Irreconcilable", "ReconcileError"),
);

/** Conditions of an Argo CD application; one of another name is passed on. */
export const argoCategories = words(
  ...words("ComparisonError", "InvalidSpecError", "AppSyncFailed", "DeletionError", "UnknownError"),
  ...words("SharedResourceWarning", "RepeatedResourceWarning", "ExcludedResourceWarning"),
  "OrphanedResourceWarning",
);
/** States of health that are none. */
export const healthCategories = words("Progressing", "Degraded", "Missing", "Unknown");

export const fleetStates = words("ErrApplied", "WaitApplied", "Pending", "NotReady", "Unknown");
export const fleetConditions = words(
  ...words("Stalled", "Accepted", "GitPolling", "Polled", "Deployed", "Installed", "Monitored"),
  ...words("ImageSynced", "GitJobFailed"),
);

/**
 * Reasons of Kubernetes' own controllers that are passed on as they are written: of Jobs, ReplicaSets, HorizontalPodAutoscalers
 * (pkg/controller of kubernetes/kubernetes) and APIServices (kube-aggregator). Any other is known once it was remembered.
 */
const passedOn = words(
  ...words("BackoffLimitExceeded", "DeadlineExceeded", "FailedIndexes", "MaxFailedIndexesExceeded"),
  ...words("PodFailurePolicy", "FailedDelete", "FailedGetScale", "FailedUpdateScale"),
  ...words("FailedGetResourceMetric", "FailedGetContainerResourceMetric", "FailedGetObjectMetric"),
  ...words("FailedGetPodsMetric", "FailedGetExternalMetric", "FailedComputeMetricsReplicas"),
  ...words("InvalidMetricSourceType", "InvalidSelector", "AmbiguousSelector", "TooManyReplicas"),
  ...words("ServiceNotFound", "ServicePortError", "EndpointsNotFound", "MissingEndpoints"),
  "FailedDiscoveryCheck",
);

const ownCategories = [
  ...[...plainCategories, ...waitCategories, ...nodeCategories, ...badConditions],
  ...goodConditions.map((word) => `Not${word}` as const),
  ...[...argoCategories, ...healthCategories, ...fleetStates, ...fleetConditions],
];

/** Everything that is known to be said. */
export const symptomCategories: readonly string[] = [...new Set<string>([...ownCategories, ...passedOn])];

/** A word of a platform, which words its reasons as it likes. */
export type PassedOn = string & { readonly [platform]: true };
declare const platform: unique symbol;

/** What a reader may say of a malfunction: a word that is listed here, or one that it passes on. */
export type SymptomCategory = (typeof ownCategories)[number] | PassedOn;

/** A reason as a platform writes it; anything else could be a sentence. */
export const isPlatformWord = (reason: string): reason is PassedOn =>
  /^[A-Za-z][A-Za-z0-9]{0,63}$/.test(reason);
