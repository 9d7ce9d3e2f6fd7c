import type { Env } from "./env.ts";
import type { Files } from "./files.ts";
import type { Http } from "./http.ts";
import type { Run } from "./run.ts";

/** The only ways to touch the machine for what looks. What changes something runs through the gate (`Context.act`). */
export type Hands = { readonly run: Run; readonly http: Http; readonly files: Files; readonly env: Env };
