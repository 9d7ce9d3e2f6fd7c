import { testCases } from "./cases/case.ts";
import { guards } from "./cases/guards.ts";

testCases(guards);
