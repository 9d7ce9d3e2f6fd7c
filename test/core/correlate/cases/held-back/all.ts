import type { CauseCase } from "../case.ts";
import { byItsOwnFields } from "./by-its-own-fields.ts";
import { byWhatItUses } from "./by-what-it-uses.ts";
import { elsewhere } from "./elsewhere.ts";
import { inManyPlaces } from "./in-many-places.ts";
import { inTime } from "./in-time.ts";
import { incapable } from "./incapable.ts";
import { spokenAgainst } from "./spoken-against.ts";

export const heldBackCases: readonly CauseCase[] = [
  ...byItsOwnFields,
  ...byWhatItUses,
  ...inManyPlaces,
  ...inTime,
  ...elsewhere,
  ...incapable,
  ...spokenAgainst,
];
