import type { Pack } from "../rule.ts";
import { network } from "./network.ts";

/** AWS resources as the Terraform provider spells them. */
export const aws: Pack = { name: "aws", rules: [...network] };
