import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { looksLikeStack, steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";

const shop = readFileSync(
  join(import.meta.dirname, "../fixtures/sources/kubernetes/shop.input.yaml"),
  "utf8",
);

const deployment = (replicas: number, image: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop" },
  spec: { replicas, template: { spec: { containers: [{ name: "web", image }] } } },
});

describe("a captured Kubernetes snapshot", () => {
  test("ci fails on a workload that is gone, and names the fields that changed", () => {
    const folder = temporaryFolder({ "shop.yaml": shop });
    const { status, stdout } = steadystate(
      ["ci", "shop.yaml", "--source", "k8s", "--fail-on", "medium", "--format", "plain"],
      {
        cwd: folder.root,
      },
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/apps\/StatefulSet\/shop\/db is gone in reality/);
    expect(stdout).toMatch(/env\[name=MODE\]\.value: unsafe -> safe/);
    expect(stdout).toContain(
      "changed in reality: env[name=MODE].value (kubectl-edit at 2026-03-04T14:30:00Z); not applied yet: env[name=DB_PASSWORD].value",
    );
    expect(stdout).not.toMatch(/replicas|proxy|CANARY/);
    expect(looksLikeStack(stdout)).toBe(false);
  });

  test("ci passes where everything that is declared lives", () => {
    const folder = temporaryFolder({
      "same.json": {
        declared: [deployment(2, "nginx")],
        observed: [deployment(2, "docker.io/library/nginx:latest")],
      },
    });
    expect(steadystate(["ci", "same.json", "--source", "k8s"], { cwd: folder.root }).status).toBe(0);
  });

  test("scan remembers, and what was put back is resolved", () => {
    const write = (replicas: number) => ({
      "shop.json": {
        declared: [deployment(2, "web:1")],
        observed: { kind: "DeploymentList", apiVersion: "apps/v1", items: [deployment(replicas, "web:1")] },
      },
    });
    const folder = temporaryFolder(write(5));
    const scan = () => {
      const { stdout } = steadystate(["scan", "shop.json", "--source", "k8s", "--json"], {
        cwd: folder.root,
        env: { STEADYSTATE_RESOLVE_AFTER: "0" },
      });
      return JSON.parse(stdout).data;
    };
    expect(scan()).toMatchObject({
      complete: true,
      alerts: [{ title: "apps/Deployment/shop/web changed in reality" }],
    });
    folder.write(write(2));
    scan();
    expect(scan().alerts).toEqual([]);
    const { stdout } = steadystate(["findings", "--json"], { cwd: folder.root });
    expect(JSON.parse(stdout).data.findings).toEqual([]);
  });

  test("any other document is refused by its name, with the command that makes a snapshot", () => {
    const folder = temporaryFolder({
      "list.json": { kind: "List", apiVersion: "v1", items: [deployment(1, "web:1")] },
    });
    const { status, stderr } = steadystate(["ci", "list.json", "--source", "k8s"], { cwd: folder.root });
    expect(status).toBe(2);
    expect(stderr).toContain("a Kubernetes List of Deployments");
    expect(stderr).toContain("kubectl get -o json");
    folder.write({ "shop.json": { declared: [], observed: [] } });
    expect(steadystate(["ci", "shop.json"], { cwd: folder.root }).stderr).toContain(
      "next: read it with: --source k8s",
    );
  });
});
