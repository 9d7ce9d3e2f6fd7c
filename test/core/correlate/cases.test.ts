import { describe, expect, test } from "vitest";
import { printIdentity } from "../../../src/core/identity.ts";
import { inOrder } from "../../../src/core/order.ts";
import type { CauseCase } from "./cases/case.ts";
import { heldBackCases } from "./cases/held-back/all.ts";
import { openCases } from "./cases/open/all.ts";

const claims = (cases: readonly CauseCase[]) => cases.flatMap((one) => one.expect.map(({ claim }) => claim));
const countOf = (cases: readonly CauseCase[], claim: string) =>
  claims(cases).filter((one) => one === claim).length;

describe("the labelled causes", () => {
  test("are two halves of like size and like mix", () => {
    expect(openCases.length).toBeGreaterThanOrEqual(26);
    expect(heldBackCases.length).toBe(openCases.length);
    const about = (cases: readonly CauseCase[]) =>
      cases.map(({ expect: [first] }) => first?.claim ?? "").sort();
    expect(about(heldBackCases)).toEqual(about(openCases));
    for (const claim of ["likely", "co-located", "none"])
      expect(countOf(openCases, claim)).toBeGreaterThanOrEqual(6);
  });

  test("have a name and a sentence of their own each", () => {
    const all = [...openCases, ...heldBackCases];
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { why } of all) expect(why).toMatch(/^[A-Z].*\.$/u);
  });

  test.each([...openCases, ...heldBackCases].map((one) => [one.name, one] as const))(
    "%s: names what is in it",
    (_, one) => {
      const found = one.observations.flatMap(({ departures }) => departures);
      const names = (type: string) =>
        found.filter((departure) => departure.type === type).map(({ identity }) => printIdentity(identity));
      expect(inOrder(one.expect.map(({ symptom }) => symptom))).toEqual(inOrder(names("symptom")));
      for (const { claim, drifts } of one.expect) {
        expect(drifts).toEqual(inOrder(drifts));
        expect(drifts.length === 0).toBe(claim === "none");
        expect(names("drift")).toEqual(expect.arrayContaining([...drifts]));
      }
      expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(found.length);
      const known = found.map(({ fingerprint }) => fingerprint);
      expect(known).toEqual(expect.arrayContaining(Object.keys(one.seenSince ?? {})));
    },
  );
});
