import { memoryRows } from "./rows/memory.ts";
import { testRows } from "./run.ts";

testRows(memoryRows);
