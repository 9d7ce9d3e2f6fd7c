const words = (text: string): readonly string[] => text.split(" ");

/**
 * Categories of malfunction that a probe or a source tells. Where a platform words its own reasons these are the ones that it is
 * known to write; any other is known once it was remembered.
 */
export const symptomCategories: readonly string[] = [
  // Containers and pods.
  ...words(
    "OOMKilled CrashLoopBackOff RestartStorm ContainerTerminated Erroring Evicted Failed Unknown NotReady",
  ),
  ...words(
    "ErrImagePull ImagePullBackOff ErrImageNeverPull InvalidImageName ImageInspectError RegistryUnavailable",
  ),
  ...words(
    "SignatureValidationFailed CreateContainerConfigError CreateContainerError RunContainerError StartError",
  ),
  ...words("PostStartHookError Waiting"),
  ...words("StuckTerminating StuckCreating StuckInit Unschedulable"),
  // Workloads.
  ...words("RolloutStuck Unavailable NotObserved FailedCreate FailedDelete ReplicaFailure"),
  ...words(
    "JobFailed BackoffLimitExceeded DeadlineExceeded FailedIndexes MaxFailedIndexesExceeded PodFailurePolicy",
  ),
  ...words("NotStarted CronJobLate"),
  // Autoscalers and budgets.
  ...words(
    "NotScaling FailedGetScale FailedUpdateScale FailedGetResourceMetric FailedGetContainerResourceMetric",
  ),
  ...words("FailedGetObjectMetric FailedGetPodsMetric FailedGetExternalMetric FailedComputeMetricsReplicas"),
  ...words(
    "InvalidMetricSourceType InvalidSelector AmbiguousSelector TooManyReplicas SyncFailed BudgetViolated",
  ),
  // Nodes, disks, network.
  ...words("MemoryPressure DiskPressure PIDPressure NetworkUnavailable Cordoned DiskFilling PodPVCFull"),
  ...words(
    "KernelDeadlock ReadonlyFilesystem CorruptDockerOverlay2 FrequentKubeletRestart FrequentDockerRestart",
  ),
  ...words("FrequentContainerdRestart FrequentUnregisterNetDevice"),
  ...words("PVCLost PVCPending StorageClassMissing"),
  ...words("LoadBalancerPending NoEndpoints SelectsNothing BackendMissing"),
  // Things of operators.
  ...words(
    "CertExpiring NotAvailable NotHealthy NotSynced NotReconciled NotSucceeded NotEstablished NotProgrammed",
  ),
  ...words("NotAccepted NotInstalled Stalled Degraded Failure Irreconcilable ReconcileError Error"),
  // Terraform, helm, Argo CD, Fleet.
  ...words("CheckFailed CheckUnknown"),
  ...words("ReleaseFailed ReleasePending ReleaseUninstalling ReleaseUnclear"),
  ...words("ComparisonError InvalidSpecError AppSyncFailed DeletionError UnknownError SharedResourceWarning"),
  ...words("RepeatedResourceWarning ExcludedResourceWarning OrphanedResourceWarning UnknownCondition"),
  ...words("OperationFailed OperationStuck SyncUnknown DeletionStuck Progressing Suspended Missing"),
  ...words(
    "ErrApplied WaitApplied Pending GitJobFailed Accepted GitPolling Polled Deployed Installed Monitored",
  ),
  ...words("ImageSynced"),
];
