import { describe, expect, test } from "vitest";
import { assess } from "../../src/core/assess.ts";
import { departureFingerprint, type Symptom } from "../../src/core/departure.ts";
import { compareLooks, nothingWatched, type SeenScope } from "../../src/core/watching.ts";
import { makeIdentity, makeObservation, makeSymptom, noPlatformSettings } from "../support/make.ts";

const crash = (name: string, fields: Partial<Symptom> = {}) => {
  const identity = makeIdentity({ style: "path", kind: "Deployment", namespace: "shop", name });
  return makeSymptom({
    ...{ identity, title: name, workload: name, fingerprint: departureFingerprint(identity, "crash") },
    ...fields,
  });
};

const restarting = (restarts: number, pod = "web-1") =>
  crash("web", { evidence: { pod, container: "app", restarts: String(restarts) } });

type Given = Partial<Omit<SeenScope, "items">> & { readonly found?: readonly Symptom[] };

const scope = ({ found = [], ...more }: Given = {}): SeenScope => ({
  ...{ resolution: "a", status: "complete", known: new Set<string>() },
  items: assess([makeObservation({ departures: found })], { tuning: "strict", platform: noPlatformSettings })
    .items,
  ...more,
});

/** What each look after the first told. */
const watched = (...looks: readonly (readonly Given[])[]) => {
  let before = nothingWatched;
  return looks.map((given) => {
    const { happened, after } = compareLooks(before, given.map(scope));
    before = after;
    return happened.map(({ kind, title, was, is }) =>
      [kind, title, ...(was === undefined ? [] : [was, is])].join(" "),
    );
  });
};

const [web, api] = [crash("web"), crash("api")];

describe("compareLooks", () => {
  test("the first look only tells how it stands; then what came, went and came again", () => {
    expect(
      watched([{ found: [web] }], [{ found: [web, api] }], [{ found: [api] }], [{ found: [web, api] }]),
    ).toEqual([[], ["appeared api"], ["disappeared web"], ["recurred web"]]);
  });

  test("what memory knew, and the look before did not see, recurs", () => {
    const known = new Set([web.fingerprint]);
    expect(watched([{}], [{ found: [web], known }])).toEqual([[], ["recurred web"]]);
  });

  test("a look that failed changes nothing, and one that saw a part takes nothing for gone", () => {
    expect(
      watched(
        [{ found: [web] }],
        [{ status: "failed" }],
        [{ status: "partial", found: [api] }],
        [{ found: [web, api] }],
      ),
    ).toEqual([[], [], ["appeared api"], []]);
    expect(watched([{ status: "failed" }], [{ found: [web] }], [{}])).toEqual([[], [], ["disappeared web"]]);
  });

  test("each scope has a first look of its own", () => {
    expect(
      watched(
        [{ resolution: "a" }],
        [{ resolution: "a" }, { resolution: "b", found: [web] }],
        [{ resolution: "b", found: [web, api] }],
      ),
    ).toEqual([[], [], ["appeared api"]]);
  });

  test("restarts that grew are told of the same pod only", () => {
    expect(
      watched(
        [{ found: [restarting(3)] }],
        [{ found: [restarting(5)] }],
        [{ found: [restarting(9, "web-2")] }],
        [{ found: [restarting(9, "web-2")] }],
      ),
    ).toEqual([[], ["restarted web 3 5"], [], []]);
  });

  test("a severity that rose is told, one that fell is not", () => {
    const at = (severity: Symptom["severity"]) => [{ found: [crash("web", { severity })] }];
    expect(watched(at("medium"), at("critical"), at("low"))).toEqual([
      [],
      ["worsened web medium critical"],
      [],
    ]);
  });

  test("whatever the order of what is found, the order of what is told is one (L7)", () => {
    expect(watched([{}], [{ found: [web, api] }])).toEqual(watched([{}], [{ found: [api, web] }]));
  });
});
