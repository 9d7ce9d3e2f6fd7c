import { describe, expect, it } from "vitest";
import { type Committed, confirmationFor, resolveBound } from "../../../src/core/bound/bound.ts";
import {
  type Ceiling,
  ceilings,
  type Envelope,
  impacts,
  type Reversibility,
  reversibilities,
} from "../../../src/core/bound/envelope.ts";

const bound = (
  variable?: string,
  committed?: Committed["ceilings"],
  more: { readonly envMayWiden?: boolean; readonly fault?: string } = {},
) =>
  resolveBound({
    committed:
      committed === undefined ? undefined : { ceilings: committed, envMayWiden: more.envMayWiden ?? false },
    variable,
    fault: more.fault,
  });

const isWithin = (envelope: Envelope | undefined, of: ReturnType<typeof bound>): boolean =>
  confirmationFor(envelope, of) === "none";

const shown = (...given: Parameters<typeof bound>): string => {
  const { limits } = bound(...given);
  return reversibilities.map((name) => limits[name].ceiling).join(" ");
};

const everything: readonly Envelope[] = reversibilities.flatMap((reversibility) =>
  impacts.map((impact) => ({ reversibility, impact })),
);

describe("the bound", () => {
  it.each<readonly [why: string, given: Parameters<typeof bound>, shown: string]>([
    ["nothing said", [], "tenant service none none"],
    ["an empty variable", [""], "tenant service none none"],
    ["one entry", ["recoverable=service"], "tenant service service none"],
    [
      "spaces, case and both separators",
      [" RECOVERABLE = One ;Self_Healing=service, "],
      "tenant service one none",
    ],
    ["never is none", ["self_healing=never"], "tenant none none none"],
    ["nothing after the sign is none", ["self_healing="], "tenant none none none"],
    ["what is easier forbids what is harder", ["lossless=none"], "none none none none"],
    ["a committed table", [undefined, { lossless: "one", self_healing: "one" }], "one one none none"],
    ["the variable narrows it", ["self_healing=none", { recoverable: "service" }], "tenant none none none"],
    ["the variable does not widen it", ["recoverable=service", {}], "tenant service none none"],
    [
      "where it may, it does",
      ["recoverable=service", {}, { envMayWiden: true }],
      "tenant service service none",
    ],
    ["never what cannot be taken back", [undefined, { irreversible: "fleet" }], "tenant service none none"],
    ["never wider than what is easier", ["recoverable=fleet"], "tenant service service none"],
  ])("%s", (_, given, expected) => expect(shown(...given)).toBe(expected));

  it.each([
    "recoverble=service",
    "self-healing=service",
    "recoverable=servce",
    "recoverable=0",
    "recoverable=false",
    "recoverable",
    "recoverable=service=one",
    "=service",
    "junk",
    "lossless=one lossless=one",
    "lossless=one,lossless=fleet",
    "lossless=ｏne",
    "ſelf_healing=one",
    "__proto__=fleet",
    "lossless=constructor",
  ])("a mistake in the variable lets nothing run unattended: %s", (variable) => {
    for (const committed of [undefined, {}, { recoverable: "fleet" }] as const) {
      const closed = bound(`lossless=fleet,${variable}`, committed, { envMayWiden: true });
      expect(closed.faults, variable).not.toEqual([]);
      expect(everything.filter((envelope) => isWithin(envelope, closed))).toEqual([]);
    }
  });

  it("a file that cannot be read lets nothing run unattended, whatever the variable says", () => {
    const closed = bound("lossless=fleet", undefined, { fault: "config.toml:3:1: is not TOML" });
    expect(closed.faults).toEqual(["config.toml:3:1: is not TOML"]);
    expect(everything.filter((envelope) => isWithin(envelope, closed))).toEqual([]);
  });

  it("an envelope that nobody knows is never within", () => {
    expect(isWithin(undefined, bound("lossless=fleet"))).toBe(false);
  });

  it("every cell: within exactly up to the ceiling", () => {
    const rows = reversibilities
      .slice(0, 3)
      .flatMap((name) => ceilings.map((ceiling) => ({ name, ceiling })));
    for (const { name, ceiling } of rows) {
      const wide: Record<Reversibility, Ceiling> = {
        lossless: "fleet",
        self_healing: "fleet",
        recoverable: "fleet",
        irreversible: "none",
      };
      for (const easier of reversibilities.slice(0, reversibilities.indexOf(name))) wide[easier] = "fleet";
      const set = bound(undefined, { ...wide, [name]: ceiling });
      const reached = impacts.filter((impact) => isWithin({ reversibility: name, impact }, set));
      expect(reached, `${name}=${ceiling}`).toEqual(impacts.slice(0, ceilings.indexOf(ceiling)));
    }
  });

  it("says where each limit comes from, and what it refused", () => {
    const { limits, remarks } = bound("self_healing=none,recoverable=one", { lossless: "one" });
    expect(limits).toEqual({
      lossless: { ceiling: "one", origin: "config.toml" },
      self_healing: { ceiling: "none", origin: "STEADYSTATE_BOUND" },
      recoverable: { ceiling: "none", origin: "default" },
      irreversible: { ceiling: "none", origin: "default" },
    });
    expect(remarks).toEqual([
      "STEADYSTATE_BOUND asks for recoverable=one, wider than the committed none: refused, for [bound] env_may_widen is not set",
    ]);
  });

  it("two bounds have one digest exactly when they allow the same", () => {
    expect(bound("recoverable=one").digest).toBe(bound(undefined, { recoverable: "one" }).digest);
    expect(bound("recoverable=one").digest).not.toBe(bound("recoverable=service").digest);
    expect(bound("junk").digest).toBe(bound("lossless=none").digest);
  });
});

describe("what a person is asked for", () => {
  it.each<readonly [Envelope, string]>([
    [{ reversibility: "lossless", impact: "tenant" }, "none"],
    [{ reversibility: "self_healing", impact: "service" }, "none"],
    [{ reversibility: "recoverable", impact: "service" }, "confirm"],
    [{ reversibility: "self_healing", impact: "tenant" }, "confirm"],
    [{ reversibility: "irreversible", impact: "one" }, "type-the-name"],
    [{ reversibility: "self_healing", impact: "fleet" }, "type-the-name"],
    [{ reversibility: "recoverable", impact: "node" }, "type-the-name"],
  ])("%o: %s", (envelope, expected) => expect(confirmationFor(envelope, bound())).toBe(expected));

  it("goes by the bound that holds, not by the built-in one", () => {
    expect(confirmationFor({ reversibility: "lossless", impact: "one" }, bound("lossless=none"))).toBe(
      "confirm",
    );
    expect(confirmationFor({ reversibility: "recoverable", impact: "one" }, bound("recoverable=one"))).toBe(
      "none",
    );
  });
});
