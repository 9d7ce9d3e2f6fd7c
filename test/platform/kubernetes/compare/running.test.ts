import { expect, test } from "vitest";
import { container, pathsOf, type Tree, web } from "../../../support/pair-parts.ts";

const [a, b] = ["a", "b"].map((letter) => `sha256:${letter.repeat(64)}`);
const pod = (digest: string | undefined, more: Tree = {}): Tree => ({
  ...{ apiVersion: "v1", kind: "Pod" },
  metadata: { name: `p${digest?.slice(7, 9)}`, namespace: "shop", labels: { app: "web" } },
  spec: { containers: [{ name: "web", image: "web:1" }] },
  status: {
    containerStatuses: [
      { name: "web", image: "web:1", imageID: digest === undefined ? "" : `web@${digest}` },
    ],
  },
  ...more,
});

/** Declared by its digest; somebody put a tag in its place. */
const isDrift = (world: readonly Tree[], live = "web:1"): boolean => {
  const selector = { selector: { matchLabels: { app: "web" } } };
  const of = (image: string): Tree => {
    const made = container({ image });
    return { ...made, spec: { ...(made["spec"] as object), ...selector } };
  };
  return pathsOf(of(`web@${a}`), of(live), { world: world as never }).includes(`${web}.image`);
};

test.each<[string, readonly Tree[], boolean]>([
  ["that every pod runs is the same image", [pod(a), pod(a)], false],
  ["that one pod does not run is not", [pod(a), pod(b)], true],
  ["that no pod tells of is another text, and drift", [pod(undefined)], true],
  ["without any pod is drift", [], true],
  [
    "that only a pod of another image runs is drift",
    [pod(a, { spec: { containers: [{ name: "web", image: "web:0" }] } })],
    true,
  ],
  [
    "that only a pod of somebody else runs is drift",
    [pod(a, { metadata: { name: "x", namespace: "shop", labels: { app: "api" } } })],
    true,
  ],
])("a digest %s", (_, world, expected) => expect(isDrift(world)).toBe(expected));

test("what lives by another repository is never the same", () => {
  expect(isDrift([pod(a)], "evil/web:1")).toBe(true);
});
