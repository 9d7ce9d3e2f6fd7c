import { textRows } from "./rows/texts.ts";
import { testRows } from "./run.ts";

testRows(textRows);
