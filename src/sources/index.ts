import type { Source } from "./source.ts";
import { terraform } from "./terraform/index.ts";
import { terraformState } from "./terraform-state.ts";

/** Every source by the name typed after `--source`; the order is the order of help. */
export const sources = {
  terraform,
  "terraform-state": terraformState,
} satisfies Record<string, Source>;
