import { describe, expect, test } from "vitest";
import { type Json, same, things } from "../support/cluster/json.ts";
import { asMeant, halves, type Pair, pairsOf, standsAt } from "../support/kubernetes-pairs.ts";

const [known, unread] = halves.map((half) => pairsOf(half));
const all = [...(known ?? []), ...(unread ?? [])];

const topicsOf = (pairs: readonly Pair[] = []) => [...new Set(pairs.map(({ topic }) => topic))].sort();
const count = (pairs: readonly Pair[] = []) => ({
  clean: pairs.filter(({ expected }) => expected.length === 0).length,
  edited: pairs.filter(({ expected }) => expected.length > 0).length,
});

describe("the labelled pairs", () => {
  test("are enough, and balanced between the two halves", () => {
    expect(all.length).toBeGreaterThanOrEqual(180);
    expect(Math.abs((known?.length ?? 0) - (unread?.length ?? 0))).toBeLessThanOrEqual(2);
    expect(topicsOf(unread)).toEqual(topicsOf(known));
    for (const half of [known, unread]) {
      expect(count(half).clean).toBeGreaterThanOrEqual(35);
      expect(count(half).edited).toBeGreaterThanOrEqual(count(half).clean);
    }
  });

  test("have a name of their own each, and no sentence twice", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    expect(all.filter(({ source }) => source.length < 8)).toEqual([]);
  });

  test("expect only what stands in the declaration and differs in the cluster", () => {
    const wrong = all.flatMap(({ id, declared, live, expected }) =>
      expected
        .filter(({ path }) => {
          const wanted = standsAt(asMeant(declared), path);
          return wanted === undefined || same(wanted, live === null ? undefined : standsAt(live, path));
        })
        .map(({ path }) => `${id} ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  test("carry the values that stand there, and none of a secret", () => {
    for (const { id, declared, live, expected } of all) {
      for (const difference of expected) {
        const { path } = difference;
        const hidden = declared["kind"] === "Secret" || path === "";
        expect(difference.declared, `${id} ${path}`).toEqual(hidden ? undefined : standsAt(declared, path));
        expect(difference.live, `${id} ${path}`).toEqual(hidden ? undefined : standsAt(live, path));
      }
    }
  });

  test("name owners that the live object names too, since then", () => {
    const owned = all.flatMap(({ id, live, expected }) =>
      expected.flatMap(({ path, owner }) => (owner === undefined ? [] : [{ id, live, path, owner }])),
    );
    expect(owned.length).toBeGreaterThanOrEqual(5);
    for (const { id, live, path, owner } of owned) {
      const entries = things(live, "metadata", "managedFields").filter(
        (entry) => entry["manager"] === owner.manager && entry["time"] === owner.since,
      );
      expect(entries, `${id} ${path}`).toHaveLength(1);
    }
  });

  test("have two sides of one object that are not the same text", () => {
    const identity = (document: Json) =>
      ["apiVersion", "kind", "metadata.name"].map((path) => standsAt(document, path));
    for (const { id, declared, live } of all) {
      if (live === null) continue;
      expect(identity(live), id).toEqual(identity(declared));
      expect(JSON.stringify(live), id).not.toBe(JSON.stringify(declared));
    }
  });

  test("note only what is live and not declared", () => {
    const wrong = all.flatMap(({ id, declared, live, notes }) =>
      notes
        .filter(({ path }) => standsAt(live, path) === undefined || standsAt(declared, path) !== undefined)
        .map(({ path }) => `${id} ${path}`),
    );
    expect(wrong).toEqual([]);
  });
});

test("a path names keys, quoted keys, entries by key, and positions", () => {
  const document = {
    metadata: { labels: { "app.kubernetes.io/name": "web" } },
    ports: [
      { containerPort: 53, protocol: "UDP", name: "a" },
      { containerPort: 53, protocol: "TCP", name: "b" },
    ],
    mounts: [{ mountPath: "/etc/web.d", name: "conf" }],
  };
  expect(standsAt(document, 'metadata.labels["app.kubernetes.io/name"]')).toBe("web");
  expect(standsAt(document, "ports[containerPort=53,protocol=TCP].name")).toBe("b");
  expect(standsAt(document, "ports[0].name")).toBe("a");
  expect(standsAt(document, "mounts[mountPath=/etc/web.d].name")).toBe("conf");
  expect(standsAt(document, "ports[containerPort=80].name")).toBeUndefined();
  expect(standsAt(document, "")).toBe(document);
});
