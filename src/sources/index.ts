import { argocd } from "./argocd.ts";
import { helm } from "./helm/index.ts";
import { helmLive } from "./helm-live.ts";
import { k8s } from "./k8s.ts";
import { k8sBaseline } from "./k8s-baseline.ts";
import { k8sLive } from "./k8s-live.ts";
import { kustomizeLive } from "./kustomize-live.ts";
import { rancher } from "./rancher.ts";
import type { Source } from "./source.ts";
import { terraform } from "./terraform/index.ts";
import { terraformState } from "./terraform-state.ts";

/** Every source by the name typed after `--source`; the order is the order of help. */
export const sources = {
  terraform,
  "terraform-state": terraformState,
  k8s,
  "k8s-live": k8sLive,
  "k8s-baseline": k8sBaseline,
  "kustomize-live": kustomizeLive,
  "helm-live": helmLive,
  helm,
  argocd,
  rancher,
} satisfies Record<string, Source>;
