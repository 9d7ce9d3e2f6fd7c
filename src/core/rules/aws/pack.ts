import type { Pack } from "../rule.ts";
import { data } from "./data.ts";
import { guards } from "./guards.ts";
import { identity } from "./identity.ts";
import { network } from "./network.ts";
import { snapshot } from "./snapshot.ts";
import { storage } from "./storage.ts";

/** AWS resources as the Terraform provider spells them. */
export const aws: Pack = {
  name: "aws",
  rules: [...network, ...storage, ...data, ...snapshot, ...identity, ...guards],
};
