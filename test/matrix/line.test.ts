import { lineRows } from "./rows/line.ts";
import { testRows } from "./run.ts";

testRows(lineRows);
