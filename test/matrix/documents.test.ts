import { documentRows } from "./rows/documents.ts";
import { testRows } from "./run.ts";

testRows(documentRows);
