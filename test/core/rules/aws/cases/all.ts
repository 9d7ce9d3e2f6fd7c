import { buckets } from "./buckets.ts";
import type { Case } from "./case.ts";
import { clusters } from "./clusters.ts";
import { data } from "./data.ts";
import { guards } from "./guards.ts";
import { identities } from "./identities.ts";
import { networkAcls } from "./network-acls.ts";
import { otherPorts } from "./other-ports.ts";
import { resourcePolicies } from "./resource-policies.ts";
import { sensitivePorts } from "./sensitive-ports.ts";
import { snapshots } from "./snapshots.ts";

export const allCases: readonly Case[] = [
  ...sensitivePorts,
  ...otherPorts,
  ...networkAcls,
  ...clusters,
  ...buckets,
  ...resourcePolicies,
  ...data,
  ...snapshots,
  ...identities,
  ...guards,
];
