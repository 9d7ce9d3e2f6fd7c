import { makeKit } from "../../src/compose/index.ts";

/** The real one: the matrix asks the program as it is, not a stand-in. */
export const kit = makeKit();
