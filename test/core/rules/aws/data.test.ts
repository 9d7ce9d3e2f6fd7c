import { testCases } from "./cases/case.ts";
import { data } from "./cases/data.ts";

testCases(data);
