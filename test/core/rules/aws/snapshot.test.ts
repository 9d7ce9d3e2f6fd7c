import { testCases } from "./cases/case.ts";
import { snapshots } from "./cases/snapshots.ts";

testCases(snapshots);
