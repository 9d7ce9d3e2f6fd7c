import { environmentRows } from "./rows/environment.ts";
import { testRows } from "./run.ts";

testRows(environmentRows);
