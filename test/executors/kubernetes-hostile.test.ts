import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalog } from "../../src/core/actions/catalog.ts";
import { SteadystateError } from "../../src/errors.ts";
import type { Reach } from "../../src/executors/executor.ts";
import { kubernetes } from "../../src/executors/kubernetes.ts";
import type { Named } from "../../src/platform/kubernetes/list.ts";
import { readEnv } from "../../src/system/env.ts";
import { fuzzRuns, goodParameters, hostile, hostileParameters, isOfItsShape } from "../support/hostile.ts";
import { reachOf } from "../support/reach.ts";

const performed = catalog.filter(({ name }) => kubernetes.performs.includes(name));
const nothing = { parameters: {}, facts: {}, told: [], inverse: undefined };

type Aiming = {
  readonly context: string;
  readonly kubeconfig: string | undefined;
  readonly ambient: string | undefined;
};

const reachTo = ({ context, kubeconfig, ambient }: Aiming): Reach =>
  reachOf({
    context,
    access: { context, kubeconfig },
    env: readEnv(ambient === undefined ? {} : { KUBECONFIG: ambient }),
  });

/** An argv as kubectl reads it, which takes for an option whatever begins with a dash. */
const optionsOf = (argv: readonly string[]): readonly (readonly [string, string])[] =>
  argv
    .filter((word) => word.startsWith("-"))
    .map((word) => {
      const at = word.indexOf("=");
      return at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
    });

const valuesOf = (argv: readonly string[], option: string): readonly string[] =>
  optionsOf(argv).flatMap(([name, value]) => (name === option ? [value] : []));

/** What an aimed command may be: the words of the catalog and behind them the cluster that was lent, once. */
const isAimed = (
  argv: readonly string[],
  composed: readonly string[],
  { context, kubeconfig }: Aiming,
  namespace: unknown,
): boolean =>
  composed.every((word, at) => argv[at] === word) &&
  argv.length === composed.length + (kubeconfig === undefined ? 1 : 2) &&
  valuesOf(argv, "--context").join("\0") === context &&
  valuesOf(argv, "--kubeconfig").join("\0") === (kubeconfig ?? "") &&
  valuesOf(argv, "--namespace").join("\0") === (namespace ?? "") &&
  optionsOf(argv).every(([name, value]) => /^--[a-z-]+$/.test(name) && value !== "");

const anyText = hostile.filter((value) => typeof value === "string");
const aiming: fc.Arbitrary<Aiming> = fc.record({
  context: fc.oneof(anyText, fc.constantFrom("prod", "arn:aws:eks:eu-1:1:cluster/x", "gke_a_b_c")),
  kubeconfig: fc.option(fc.oneof(anyText, fc.constant("/home/ana/.kube/config")), { nil: undefined }),
  ambient: fc.option(anyText, { nil: undefined }),
});

describe("hostile values on the way to kubectl", () => {
  it.each(performed.map((action) => [action.name, action] as const))(
    "%s: one context, one kubeconfig, the namespace of the thing, and no other option or word",
    { timeout: 600_000 },
    (name, action) => {
      const given = fc.oneof(fc.constant(goodParameters[name] ?? {}), hostileParameters(name));
      let aimed = 0;
      fc.assert(
        fc.property(given, aiming, (parameters, to) => {
          const composed = action.compose(parameters);
          if (!composed.ok) return true;
          try {
            const { argv, env } = kubernetes.aim(composed.value, nothing, reachTo(to));
            aimed += 1;
            const known = ["KUBECACHEDIR", "KUBECONFIG", "KUBECTL_KUBERC"];
            return (
              isOfItsShape(action, composed.value) &&
              isAimed(argv, composed.value, to, parameters["namespace"]) &&
              Object.keys(env).every((variable) => known.includes(variable))
            );
          } catch (error) {
            return error instanceof SteadystateError && error.code === "refused";
          }
        }),
        { numRuns: Math.ceil(fuzzRuns / performed.length) },
      );
      expect(aimed).toBeGreaterThan(0);
    },
  );

  it("would be found: a second context, another namespace, a blank option", () => {
    const composed = ["kubectl", "rollout", "restart", "deployment/web", "--namespace=shop"];
    const to: Aiming = { context: "prod", kubeconfig: undefined, ambient: undefined };
    const aimed = [...composed, "--context=prod"];
    expect(isAimed(aimed, composed, to, "shop")).toBe(true);
    for (const wrong of [
      composed,
      [...composed, "--context=other"],
      [...aimed, "--context=other"],
      [...composed, "--context=prod", "--all"],
      [...composed, "-A"],
      [...composed, "--kubeconfig=x"],
    ])
      expect(isAimed(wrong, composed, to, "shop"), wrong.join(" ")).toBe(false);
    expect(isAimed(aimed, composed, to, "other")).toBe(false);
  });

  it("no hostile value becomes part of a path that is read", { timeout: 600_000 }, async () => {
    const asked: Named[] = [];
    const absent = { ok: false, class: "not-found", why: "" } as const;
    const reach = reachOf({
      context: "prod",
      access: { context: "prod", kubeconfig: undefined },
      look: {
        get: async (_kind, named) => {
          asked.push(named);
          return absent;
        },
        list: async (_kind, namespace) => {
          asked.push({ name: "x", ...(namespace === undefined ? {} : { namespace }) });
          return absent;
        },
      },
    });
    const label = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;
    for (const { name: action } of performed)
      await fc.assert(
        fc.asyncProperty(hostileParameters(action), async (parameters) => {
          asked.length = 0;
          await kubernetes.foresee({ action, parameters }, reach);
          return asked.every(({ name, namespace = "x" }) => label.test(name) && label.test(namespace));
        }),
        { numRuns: Math.ceil(fuzzRuns / 10 / performed.length) },
      );
  });
});
