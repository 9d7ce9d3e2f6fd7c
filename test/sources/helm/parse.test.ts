import { describe, expect, test } from "vitest";
import type { Departure } from "../../../src/core/departure.ts";
import { helm } from "../../../src/sources/helm/index.ts";
import { frame } from "../terraform/frame.ts";

const at = Date.parse("2026-11-25T20:00:00Z");
const minutes = (count: number): string =>
  new Date(at - count * 60_000).toISOString().replace("T", " ").replace("Z", "456789 +0000 UTC");

const release = (status: string, more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ name: "web", namespace: "prod", revision: "3", status, chart: "shop-1.2.3", app_version: "9" },
  updated: minutes(60),
  ...more,
});
const parsed = (releases: unknown) =>
  helm.parse(
    { document: { releases, at, live: undefined }, origin: "captured", path: "releases.json", warnings: [] },
    frame(),
  );
const symptoms = (...releases: readonly unknown[]) => parsed(releases).departures;
const shown = (departures: readonly Departure[]) =>
  departures.map((one) => (one.type === "symptom" ? [one.category, one.severity, one.title] : [one.type]));

describe("a captured list of releases", () => {
  test("what is deployed, superseded or uninstalled is nothing", () => {
    const fine = ["deployed", "superseded", "uninstalled", "DEPLOYED", ""].map((status, nth) =>
      release(status, { name: `web-${nth}` }),
    );
    const seen = parsed(fine);
    expect(seen.departures).toEqual([]);
    expect(seen.coverage).toEqual({ status: "complete", basis: "declared-vs-recorded", gaps: [], looked: 5 });
    expect(seen.informational).toEqual({ "releases that are gone": 3 });
  });

  test("one that failed is high, one that is stuck medium, one that has just begun only told", () => {
    expect(shown(symptoms(release("failed", { updated: minutes(1) })))).toEqual([
      ["ReleaseFailed", "high", "release web failed"],
    ]);
    for (const status of ["pending-install", "pending-upgrade", "pending-rollback"]) {
      expect(shown(symptoms(release(status, { updated: minutes(15) })))).toEqual([
        ["ReleasePending", "medium", `release web is stuck in ${status}`],
      ]);
      const young = parsed([release(status, { updated: minutes(14.9) })]);
      expect([young.departures, young.informational]).toEqual([[], { "releases under way": 1 }]);
    }
    expect(shown(symptoms(release("uninstalling", { updated: minutes(16) })))).toEqual([
      ["ReleaseUninstalling", "medium", "release web does not come to the end of its removal"],
    ]);
    expect(symptoms(release("uninstalling", { updated: minutes(2) }))).toEqual([]);
  });

  test("a moment that cannot be read, or lies ahead, and a state that nobody knows", () => {
    expect(shown(symptoms(release("pending-upgrade", { updated: "yesterday" })))[0]?.[0]).toBe(
      "ReleasePending",
    );
    expect(symptoms(release("pending-upgrade", { updated: minutes(-5) }))).toEqual([]);
    expect(shown(symptoms(release("unknown")))[0]?.[0]).toBe("ReleaseUnclear");
    const iso = { updated: new Date(at - 60_000).toISOString() };
    expect(symptoms(release("pending-upgrade", iso))).toEqual([]);
  });

  test("only the newest revision of a release counts, wherever it stands", () => {
    const [old, now] = [release("failed", { revision: "9" }), release("deployed", { revision: "10" })];
    expect(symptoms(old, now)).toEqual([]);
    expect(symptoms(now, old)).toEqual([]);
    expect(symptoms(now, { ...old, namespace: "test" })).toHaveLength(1);
  });

  test("it is one finding while its state churns, and bears the name by which the reference knew it", () => {
    const [failed] = symptoms(release("failed"));
    const [stuck] = symptoms(release("pending-install"));
    expect(stuck?.fingerprint).toBe(failed?.fingerprint);
    // sha256 of helm|prod/web|modified and helm|prod/web|added, as the reference hashes them.
    expect([failed?.legacy, stuck?.legacy]).toEqual([
      "e5cd485ccf29b53fbda61596ffd25e76951f9be664754aa3561a90ed9428e6da",
      "f6f4d27c62d2f526f229840062656ed306709ae003fa38e175c7019e11207888",
    ]);
    expect(failed).toMatchObject({
      identity: { kind: "HelmRelease", namespace: "prod", name: "web" },
      provenance: { source: "helm" },
      evidence: { status: "failed", revision: "3", chart: "shop-1.2.3", app: "9" },
    });
  });

  test("an empty list is clean, and says so", () => {
    const seen = parsed([]);
    expect([seen.coverage.status, seen.departures]).toEqual(["complete", []]);
    expect(seen.warnings).toEqual(["releases.json lists 0 releases"]);
  });

  test("what is none says what it is instead, and how one is captured", () => {
    const refusal = (document: unknown) => {
      try {
        parsed(document);
      } catch (error) {
        return JSON.stringify({ said: String(error), ...(error instanceof Error ? error : {}) });
      }
      return "";
    };
    for (const document of [{}, null, "x", { ...release("deployed") }, [3], [{}], [release("deployed"), 7]])
      expect(refusal(document), JSON.stringify(document)).toContain("is no list of Helm releases");
    expect(refusal({ declared: [], observed: [] })).toContain("a Kubernetes snapshot");
    expect(refusal([release("deployed"), {}])).toContain("row 1");
    expect(refusal({})).toContain("helm list");
  });
});
