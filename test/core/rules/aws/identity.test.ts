import { testCases } from "./cases/case.ts";
import { identities } from "./cases/identities.ts";

testCases(identities);
