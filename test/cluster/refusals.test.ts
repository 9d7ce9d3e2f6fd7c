import { describe, expect } from "vitest";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import type { Fault } from "../support/cluster/faults.ts";
import { configMap, pod } from "../support/cluster/make.ts";
import { needs } from "../support/needs.ts";

const test = needs("kubectl");

const tokens = {
  admin: { user: "admin", rules: everything },
  reader: {
    user: "reader",
    rules: [
      {
        verbs: ["get", "list", "watch"],
        apiGroups: [""],
        resources: ["pods", "pods/log"],
        namespaces: ["prod"],
      },
    ],
  },
};
const objects = [pod({ name: "web-1" }), configMap()];
const asReader = () => clusterHere({ objects, tokens }, { token: "reader" });

describe("access", () => {
  test("a token may do what its rules say, and nothing else", async () => {
    const { kubectl, cluster } = await asReader();
    expect((await kubectl("get", "pods", "-o", "name")).stdout).toBe("pod/web-1\n");
    const secrets = await kubectl("get", "secrets");
    expect(secrets.stderr).toBe(
      'Error from server (Forbidden): secrets is forbidden: User "reader" cannot list resource "secrets" in API group "" in the namespace "prod"\n',
    );
    const everywhere = await kubectl("get", "pods", "-A");
    expect(everywhere.stderr).toContain('cannot list resource "pods" in API group "" at the cluster scope');
    const removal = await kubectl("delete", "pod", "web-1");
    expect(removal.stderr).toContain(
      'pods "web-1" is forbidden: User "reader" cannot delete resource "pods"',
    );
    expect(cluster.objects.get("Pod", "prod", "web-1")).toBeDefined();
    const admin = await clusterHere({ objects, tokens }, { token: "admin" });
    expect((await admin.kubectl("delete", "pod", "web-1")).stdout).toBe('pod "web-1" deleted\n');
  });

  test("one forbidden kind among several still shows the others", async () => {
    const { kubectl } = await asReader();
    const { stdout, stderr, exit } = await kubectl("get", "pods,configmaps", "-o", "name");
    expect(stdout).toBe("pod/web-1\n");
    expect(stderr).toContain("configmaps is forbidden");
    expect(exit).toBe(1);
  });

  test("auth can-i and whoami tell it beforehand", async () => {
    const { kubectl } = await asReader();
    const can = async (...args: readonly string[]) => (await kubectl("auth", "can-i", ...args)).stdout;
    expect(await can("get", "pods/log")).toBe("yes\n");
    expect(await can("list", "pods", "-n", "other")).toBe("no\n");
    expect(await can("delete", "pods")).toBe("no\n");
    expect(await can("--list", "--no-headers")).toMatch(/^pods\/log +\[\] +\[\] +\[get list watch\]$/m);
    expect((await kubectl("auth", "whoami", "-o", "json")).stdout).toContain('"username": "reader"');
  });

  test("an unknown token is nobody", async () => {
    const unknown = await clusterHere({ objects, tokens }, { token: "stale" });
    expect((await unknown.kubectl("get", "pods")).stderr).toContain("You must be logged in to the server");
  });
});

needs("helm")("who brings no token is anonymous", async () => {
  // kubectl would ask for a name and a password instead.
  const { helm } = await clusterHere({ objects, tokens });
  expect((await helm("list")).stderr).toContain('User "system:anonymous" cannot list resource "secrets"');
});

describe("faults", () => {
  const failing = async (fault: Fault, ...args: readonly string[]) => {
    const { kubectl, cluster } = await clusterHere({ objects, faults: [fault] });
    const { exit, stderr, stdout } = await kubectl("get", "pods", "-o", "json", ...args);
    return {
      exit,
      said: stderr,
      stdout,
      asked: cluster.requests.filter(({ resource }) => resource === "pods"),
    };
  };
  const pods = { resource: "pods" };

  test("a status", async () => {
    const refused = await failing({ ...pods, answer: { kind: "status", code: 500 } });
    expect(refused.said).toBe(
      "Error from server (InternalError): Internal error occurred: etcdserver: request timed out\n",
    );
    expect(refused.exit).toBe(1);
    expect((await failing({ ...pods, answer: { kind: "status", code: 401 } })).said).toContain(
      "Unauthorized",
    );
    expect((await failing({ ...pods, answer: { kind: "status", code: 403 } })).said).toContain("Forbidden");
  });

  test("too many requests are tried again when told when", async () => {
    const answer = { kind: "status", code: 429, retryAfter: 1 } as const;
    const { exit, asked } = await failing({ ...pods, times: 1, answer });
    expect(exit).toBe(0);
    expect(asked.map(({ status }) => status)).toEqual([429, 200]);
  });

  test("a slow answer outlasts a short deadline", async () => {
    const slow = await failing(
      { ...pods, answer: { kind: "slow", milliseconds: 5000 } },
      "--request-timeout=500ms",
    );
    expect(slow.exit).toBe(1);
    expect(slow.said).toMatch(/Client\.Timeout|deadline exceeded|Timeout/);
    expect((await failing({ ...pods, answer: { kind: "slow", milliseconds: 20 } })).exit).toBe(0);
  });

  test("a body cut off or broken is an error with nothing on standard output", async () => {
    const truncated = await failing({ ...pods, answer: { kind: "truncated" } });
    expect(truncated.said).toContain("unexpected EOF");
    const broken = await failing({ ...pods, answer: { kind: "broken-json" } });
    expect(broken.said).toMatch(/unexpected end of JSON input|unexpected EOF/);
    for (const { exit, stdout } of [truncated, broken]) {
      expect(exit).toBe(1);
      expect(stdout).not.toContain("web-1");
    }
  });

  test("a connection reset is tried again by kubectl, and a failure for a plain client", async () => {
    const { exit, asked } = await failing({ ...pods, times: 1, answer: { kind: "reset" } });
    expect(exit).toBe(0);
    expect(asked.map(({ status }) => status)).toEqual([0, 200]);
    const { cluster } = await clusterHere({ faults: [{ path: "/version", answer: { kind: "reset" } }] });
    await expect(fetch(`${cluster.url}/version`)).rejects.toThrow("fetch failed");
  });

  test("a continue token that has expired", async () => {
    const many = Array.from({ length: 3 }, (_, index) => pod({ name: `p-${index}` }));
    const { kubectl } = await clusterHere({
      objects: many,
      faults: [{ ...pods, answer: { kind: "expired-continue" } }],
    });
    const { stderr, exit } = await kubectl("get", "pods", "--chunk-size=1", "-o", "json");
    expect([exit, stderr]).toEqual([
      1,
      expect.stringContaining("The provided continue parameter is too old"),
    ]);
  });

  test("begin and end while a test runs", async () => {
    const { kubectl, cluster } = await clusterHere({ objects });
    const end = cluster.faults.add({ path: "/version", answer: { kind: "status", code: 503 } });
    expect((await kubectl("version")).exit).toBe(1);
    end();
    expect((await kubectl("version")).stdout).toContain("Server Version: v1.33.4");
  });
});
