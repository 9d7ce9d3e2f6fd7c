import { describe, expect, test } from "vitest";
import { printIdentity } from "../../../src/core/identity.ts";
import type { Alert } from "../../../src/core/report.ts";
import type { CauseCase, Expected } from "./cases/case.ts";
import { heldBackCases } from "./cases/held-back/all.ts";
import { openCases } from "./cases/open/all.ts";
import { judged } from "./said.ts";

const reported = ({ observations, seenSince }: CauseCase): readonly Alert[] =>
  judged(observations, seenSince).alerts;

/** What the report says of the symptom with this printed identity. */
const saidIn = (alerts: readonly Alert[], symptom: string): Expected => {
  const alert = alerts.find(({ items }) =>
    items.some(
      ({ departure }) => departure.type === "symptom" && printIdentity(departure.identity) === symptom,
    ),
  );
  const causes = alert?.causes ?? [];
  const claim = causes[0]?.claim ?? "none";
  return { symptom, claim, drifts: causes.map(({ drift }) => printIdentity(drift.departure.identity)) };
};

const all = [
  ...openCases.map((one) => ["open", one] as const),
  ...heldBackCases.map((one) => ["held back", one] as const),
];

describe("the labelled causes, as they are told", () => {
  test.each(all.map(([half, one]) => [`${half}: ${one.name}`, one] as const))("%s", (_, one) => {
    const alerts = reported(one);
    expect(one.expect.map(({ symptom }) => saidIn(alerts, symptom))).toEqual(one.expect);
    if (one.alerts !== undefined) expect(alerts).toHaveLength(one.alerts);
  });

  test.each(["open", "held back"])("in the %s half nothing is blamed that is not to blame", (half) => {
    const pairs = all
      .filter(([name]) => name === half)
      .flatMap(([, one]) => {
        const alerts = reported(one);
        return one.expect.map((expected) => ({ expected, said: saidIn(alerts, expected.symptom) }));
      });
    const caused = pairs.filter(({ expected }) => expected.claim === "likely");
    const isRight = ({ expected, said }: (typeof pairs)[number]): boolean =>
      said.claim === "likely" && said.drifts.join() === expected.drifts.join();
    const wrong = pairs.filter(
      ({ expected, said }) =>
        said.claim === "likely" &&
        !(expected.claim === "likely" && said.drifts.every((drift) => expected.drifts.includes(drift))),
    );
    const right = caused.filter(isRight).length;
    const abstained = caused.filter(({ said }) => said.claim !== "likely").length;
    process.stdout.write(
      `causes, ${half}: top-1 ${right} of ${caused.length}, false causes ${wrong.length} of ${pairs.length}, abstained ${abstained} of ${caused.length}\n`,
    );
    expect(wrong).toEqual([]);
    expect(right / caused.length).toBeGreaterThanOrEqual(0.9);
  });
});
