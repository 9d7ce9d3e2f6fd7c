import { heldBy } from "./reference/look.ts";
import { isReference } from "./reference/recognise.ts";

/** Whose database it is that has no version. */
export const recognising = { heldBy, isReference };
