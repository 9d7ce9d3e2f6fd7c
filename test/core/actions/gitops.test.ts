import { describe, expect, it } from "vitest";
import { catalog, offeredTo } from "../../../src/core/actions/catalog.ts";
import { GitRevision, SyncOption } from "../../../src/core/actions/parameter.ts";
import type { Action } from "../../../src/core/departure.ts";
import { printHolder, readHolder } from "../../../src/core/held-by.ts";
import { makeIdentity } from "../../support/make.ts";

const identity = (group: string, kind: string, namespace: string, name: string, key = "") =>
  makeIdentity({ style: "path", group, kind, namespace, name, key });
const drawn = (
  action: string,
  own: ReturnType<typeof identity>,
  drift?: { source: string; action: Action },
) => {
  const answer = catalog.find(({ name }) => name === action)?.draw({ identity: own, drift });
  return answer?.ok === true ? answer.value : answer?.why;
};

const key = printHolder({ namespace: "argocd", name: "shop.v2", cluster: "in-cluster" });
const web = identity("apps", "Deployment", "shop", "web", key);

describe("an application of Argo CD", () => {
  it("is the finding's own, or the one that deploys what drifted", () => {
    const own = { namespace: "argocd", name: "shop" };
    const app = identity("argoproj.io", "Application", "argocd", "shop", "[on in-cluster]");
    const drift = { source: "argocd", action: "update" } as const;
    expect(drawn("argocd-refresh", app)).toEqual(own);
    expect(drawn("argocd-sync", app, drift)).toEqual(own);
    expect(drawn("argocd-sync", web, drift)).toEqual({ namespace: "argocd", name: "shop.v2" });
  });

  it("is none of another tool, of another kind, and of what a sync does not delete", () => {
    expect(drawn("argocd-sync", web, { source: "k8s-live", action: "update" })).toContain(
      "comes from k8s-live",
    );
    expect(drawn("argocd-sync", web, { source: "argocd", action: "delete" })).toContain("deletes nothing");
    expect(drawn("argocd-sync", web)).toContain("this is a Deployment");
    expect(drawn("argocd-refresh", web)).toContain("this is a Deployment");
    expect(drawn("argocd-refresh", identity("example.com", "Application", "a", "b"))).toContain(
      "it is done to",
    );
  });

  it.each([
    "[shop on x]",
    "[a/b/c on x]",
    "[a/b on ]",
    "[a/B on x]",
    "a/b on x",
    "[a/b on x] on y]",
    "[on x]",
    "",
  ])("%j names none for certain", (text) => {
    expect(readHolder(text)).toBeUndefined();
  });

  it.each(["in-cluster", "https://10.0.0.1:6443", "prod on east"])(
    "%s is read as it was written",
    (cluster) => {
      const holder = { namespace: "argocd", name: "shop.v2", cluster };
      expect(readHolder(printHolder(holder))).toEqual(holder);
    },
  );
});

describe("what is offered", () => {
  it("is a sync for what Argo CD compares, a refresh where it could not, a rollback for a release that failed", () => {
    const of = (type: "drift" | "symptom", category: string, source: string) =>
      offeredTo({ type, category, source })?.name;
    expect(of("drift", "not-yet-applied", "argocd")).toBe("argocd-sync");
    expect(of("drift", "not-yet-applied", "rancher")).toBeUndefined();
    expect(of("symptom", "ComparisonError", "argocd")).toBe("argocd-refresh");
    expect(of("symptom", "ReleaseFailed", "helm")).toBe("helm-rollback");
    expect(of("symptom", "ReleasePending", "helm")).toBeUndefined();
  });
});

describe("a release of helm", () => {
  it("is the finding's own, and none of another tool", () => {
    expect(drawn("helm-rollback", identity("", "HelmRelease", "prod", "web"))).toEqual({
      ...{ namespace: "prod", release: "web" },
    });
    for (const other of [
      identity("helm.toolkit.fluxcd.io", "HelmRelease", "prod", "web"),
      identity("apps", "Deployment", "prod", "web"),
    ])
      expect(drawn("helm-rollback", other)).toContain("it is done to a release of helm");
  });
});

describe("a revision and an option", () => {
  it.each(["a".repeat(40), "0".repeat(64), "1.2.3", "v1.2.3-rc.1"])("%s says one state", (revision) => {
    expect(GitRevision.safeParse(revision).success).toBe(true);
  });

  it.each([
    "main",
    "HEAD",
    "a".repeat(39),
    "1.x",
    "^1.2.3",
    "1.2.3\n",
    '1.2.3","prune":true',
    "A".repeat(40),
    "",
  ])("%j does not", (revision) => {
    expect(GitRevision.safeParse(revision).success).toBe(false);
  });

  it.each([
    "Force=true",
    "Prune=true",
    "CreateNamespace=yes",
    "CreateNamespace=true,Force=true",
    "Replace=true\n",
    "",
  ])("%j is not passed on", (option) => {
    expect(SyncOption.safeParse(option).success).toBe(false);
  });
});
