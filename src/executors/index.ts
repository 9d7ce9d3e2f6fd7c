import { argocd } from "./argocd.ts";
import type { Executor } from "./executor.ts";
import { helm } from "./helm.ts";
import { kubernetes } from "./kubernetes.ts";
import { runbook } from "./runbook.ts";
import { terraform } from "./terraform.ts";

/** Every executor, in the order in which they are listed. */
export const executors: readonly Executor[] = [kubernetes, terraform, argocd, helm, runbook];
