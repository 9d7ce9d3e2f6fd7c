import written from "./manifest.json" with { type: "json" };
import type { VerbFacts } from "./verb.ts";

const isManifest = (value: unknown): value is readonly VerbFacts[] =>
  Array.isArray(value) &&
  value.every((facts: unknown) => typeof facts === "object" && facts !== null && "fields" in facts);

const read = (value: unknown): readonly VerbFacts[] => (isManifest(value) ? value : []);

/** Every verb as data, made at build time, so that help and usage errors load no verb; a test compares it with the verbs. */
export const manifest = read(written);
