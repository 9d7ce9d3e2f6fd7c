import type { SymptomCategory } from "../../core/categories.ts";
import {
  type Departure,
  type Drift,
  departureFingerprint,
  legacyDepartureFingerprint,
  type Symptom,
} from "../../core/departure.ts";
import { type Identity, printIdentity } from "../../core/identity.ts";
import type { Masker } from "../../core/secret.ts";
import { isStatefulKind } from "../../core/stateful.ts";
import type { ValueMap } from "../../core/value.ts";
import { withoutQuotes } from "./quoted.ts";

/** How one tool's departures are made; every text that came from the cluster goes through the masker. */
export type Teller = {
  readonly drift: (said: SaidDrift) => Drift;
  readonly symptom: (said: SaidSymptom) => Symptom;
  /** A message of the tool: masked, and cut to what a person reads. */
  readonly text: (message: string) => string;
};

export type SaidDrift = {
  readonly identity: Identity;
  /** The reference's identity and change type. */
  readonly legacy: readonly [Identity, "added" | "removed" | "modified"];
  readonly direction: Drift["direction"];
  readonly action: Drift["action"];
  readonly reason: string | undefined;
  readonly reality: ValueMap | undefined;
  readonly desired: ValueMap | undefined;
};

export type SaidSymptom = Pick<Symptom, "identity" | "family" | "severity"> & {
  readonly category: SymptomCategory;
  readonly legacy: readonly [Identity, string];
  /** Words of ours around names of theirs. */
  readonly title: string;
  readonly message: string;
  /** In place of a message where the tool gave none. */
  readonly otherwise: string;
  readonly evidence: Readonly<Record<string, string | undefined>>;
};

const longest = 500;
/** Masked whole, so that no cut can halve a secret that is shown. */
const longestMasked = 20_000;

/** `tool`: as the reference hashes it; `source`: under which name it is told. */
export const makeTeller = (tool: string, masker: Masker, source = tool): Teller => {
  const text = (message: string): string => {
    const masked = masker.text(withoutQuotes(message.slice(0, longestMasked)).trim());
    return masked.length <= longest ? masked : `${masked.slice(0, longest - 1)}…`;
  };
  const shown = (identity: Identity): Identity => ({
    ...identity,
    namespace: masker.text(identity.namespace),
    name: masker.text(identity.name),
    key: masker.text(identity.key),
  });
  const common = (identity: Identity, family: string, [legacy, word]: readonly [Identity, string]) => ({
    fingerprint: departureFingerprint(identity, family),
    legacy: legacyDepartureFingerprint(tool, legacy, word),
    identity: shown(identity),
    provenance: { source, address: undefined, file: undefined, line: undefined },
  });
  return {
    text,
    drift: ({ identity, legacy, reason, ...rest }) => ({
      type: "drift",
      ...common(identity, "drift", legacy),
      ...rest,
      markers: [],
      reason: reason === undefined ? undefined : text(reason),
      diff: [],
      diffCut: 0,
      stateful: isStatefulKind(identity.kind),
      movedFrom: undefined,
    }),
    symptom: ({ identity, legacy, message, otherwise, evidence, title, ...rest }) => ({
      type: "symptom",
      ...common(identity, rest.family, legacy),
      ...rest,
      title: text(title),
      detail: message.trim() === "" ? otherwise : text(message),
      workload: masker.text(identity.name),
      evidence: Object.fromEntries(
        Object.entries(evidence).flatMap(([name, value]) =>
          value === undefined || value === "" ? [] : [[name, text(value)]],
        ),
      ),
    }),
  };
};

/** The same thing as the reference names it: without the place where it was declared. */
export const plain = (identity: Identity): Identity => ({ ...identity, key: "" });

/** In the order of what is printed, so that a secret's ordinal does not depend on the order of the document. */
export const nameOfThing = (identity: Identity): string => printIdentity(identity);

/** A document may say one thing in several places; the first of them stands. */
export const onceEach = (departures: readonly Departure[]): readonly Departure[] => {
  const known = new Set<string>();
  return departures.filter(({ fingerprint }) => !known.has(fingerprint) && known.add(fingerprint));
};
