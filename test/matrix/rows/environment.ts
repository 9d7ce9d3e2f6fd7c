import { goodCall } from "../call.ts";
import type { Row } from "../row.ts";

const asWithout = { asWithout: true, says: [] } as const;

/** Rows about variables. */
export const environmentRows: readonly Row[] = [
  {
    input: "non-numeric timeout env",
    cells: (subject) =>
      ["STEADYSTATE_LLM_TIMEOUT", "STEADYSTATE_BROKER_TIMEOUT", "STEADYSTATE_REACHABLE_TIMEOUT"].map(
        (name) => ({
          about: name,
          env: { [name]: "abc" },
          call: goodCall(subject),
          wanted: asWithout,
        }),
      ),
  },
  {
    input: "a grace that is no duration",
    cells: (subject) => [
      {
        env: { STEADYSTATE_RESOLVE_AFTER: "soon" },
        call: goodCall(subject),
        wanted: {
          asWithout: true,
          says: subject.facts.name === "scan" ? ["STEADYSTATE_RESOLVE_AFTER", "soon"] : [],
        },
      },
    ],
  },
  {
    input: "unknown metrics source env",
    cells: (subject) => [
      { env: { STEADYSTATE_METRICS_SOURCE: "nosuch" }, call: goodCall(subject), wanted: asWithout },
    ],
  },
  {
    input: "variables of display that say nonsense",
    cells: (subject) => [
      {
        env: { COLUMNS: "minus one", TERM: "dumb", LANG: "nonsense", NO_COLOR: "1", FORCE_COLOR: "0" },
        call: goodCall(subject),
        wanted: asWithout,
      },
      {
        about: "a format",
        env: { STEADYSTATE_FORMAT: "nonsense" },
        call: { words: goodCall(subject).words },
        wanted: { noBug: true },
      },
      {
        about: "a silo",
        env: { STEADYSTATE_SILO: "egde" },
        call: goodCall(subject),
        wanted: asWithout,
      },
    ],
  },
];
