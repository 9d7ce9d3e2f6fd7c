import { k8s } from "./k8s/index.ts";
import type { Source } from "./source.ts";
import { terraform } from "./terraform/index.ts";
import { terraformState } from "./terraform-state.ts";

/** Every source by the name typed after `--source`; the order is the order of help. */
export const sources = {
  terraform,
  "terraform-state": terraformState,
  k8s,
} satisfies Record<string, Source>;
