import { intentRows } from "./rows/intent.ts";
import { testRows } from "./run.ts";

testRows(intentRows);
