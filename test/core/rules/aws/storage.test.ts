import { buckets } from "./cases/buckets.ts";
import { testCases } from "./cases/case.ts";
import { resourcePolicies } from "./cases/resource-policies.ts";

testCases([...buckets, ...resourcePolicies]);
