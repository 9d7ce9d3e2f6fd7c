import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeholders, valueFault, valuesOf } from "../../../src/core/runbook/placeholders.ts";
import {
  fillTemplate,
  namesIn,
  readCommand,
  readTemplate,
  shownTemplate,
  type Template,
} from "../../../src/core/runbook/template.ts";
import { fuzzRuns, hostile } from "../../support/hostile.ts";
import { makeIdentity } from "../../support/make.ts";

const templateOf = (text: string): Template => {
  const read = readTemplate(text);
  if (!read.ok) throw new Error(read.why);
  return read.template;
};

const good = {
  ...{
    namespace: "shop",
    workload: "web.v2",
    kind: "Deployment",
    name: "web",
    node: "ip-10-0-0-1.ec2.internal",
  },
  ...{
    cluster: "arn:aws:eks:eu-1:1:cluster/prod",
    host: "gw-1.example.com",
    service: "queue_2",
    region: "eu-west-1",
  },
  ...{ target: "shop", environment: "prod", identity: "module.net.aws_vpc.main[0]" },
};

describe("a template", () => {
  test("is split once, by the quotes of a shell and nothing else of it", () => {
    const template = templateOf(`tool 'a b' --ns={namespace} "{workload}/{kind} now" plain\\ {name} $HOME *`);
    expect(shownTemplate(template)).toEqual([
      ...["tool", "a b", "--ns=<namespace>", "<workload>/<kind> now", "plain <name>", "$HOME", "*"],
    ]);
    expect(fillTemplate(template, good)).toEqual({
      ok: true,
      words: ["tool", "a b", "--ns=shop", "web.v2/Deployment now", "plain web", "$HOME", "*"],
    });
    expect(namesIn(template)).toEqual(["namespace", "workload", "kind", "name"]);
  });

  test("leaves braces alone that are no placeholder", () => {
    const template = templateOf(`kubectl get -o jsonpath={.status} '{"a":1}' {}`);
    expect(namesIn(template)).toEqual([]);
    expect(fillTemplate(template, {})).toMatchObject({
      words: ["kubectl", "get", "-o", "jsonpath={.status}", '{"a":1}', "{}"],
    });
  });

  test("is filled with every good value, each in its own shape", () => {
    for (const name of placeholders) expect([name, valueFault(name, good[name])]).toEqual([name, undefined]);
  });

  test.each([
    ...[
      "prod --all",
      "x env=prod force=true",
      "it's",
      '"web"',
      "-A",
      "--all",
      "web\n--force",
      "web\n",
      "k=v",
      "{name}",
    ],
    ...[
      "web\u00a0--all",
      "web\u2028-A",
      "web;rm -rf /",
      "$(id)",
      "`id`",
      "a|b",
      "a&b",
      "*",
      "~",
      "",
      " ",
      "\u0000",
      "wéb",
    ],
  ])("takes %j for no placeholder at all", (value) => {
    for (const name of placeholders)
      expect([name, valueFault(name, value)]).toEqual([name, expect.any(String)]);
  });

  test("comes out with as many words as went in, none of them an option, whatever fills it", () => {
    const template = templateOf(
      "tool {namespace} --ns={namespace} {workload}/{kind} {cluster} 'on {host}' {identity}",
    );
    let filled = 0;
    fc.assert(
      fc.property(
        fc.record(
          Object.fromEntries(placeholders.map((name) => [name, fc.oneof(fc.constant(good[name]), hostile)])),
        ),
        (given) => {
          const values = Object.fromEntries(
            Object.entries(given).map(([name, value]) => [
              name,
              typeof value === "string" ? value : undefined,
            ]),
          );
          const read = fillTemplate(template, values);
          if (!read.ok) return;
          filled += 1;
          const { namespace, workload, kind, cluster, host, identity } = values;
          expect(read.words).toEqual([
            "tool",
            namespace,
            `--ns=${namespace}`,
            `${workload}/${kind}`,
            cluster,
            `on ${host}`,
            identity,
          ]);
          for (const word of [namespace, workload, kind, cluster, host, identity])
            expect(word).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.@:/[\]-]*$/);
        },
      ),
      { numRuns: fuzzRuns },
    );
    expect(filled).toBeGreaterThan(0);
  }, 120_000);
});

describe("a command", () => {
  test.each([
    "kubectl get pods --context x",
    "kubectl get pods --kubeconfig=/x",
    "helm rollback web --kube-context x",
    "/usr/local/bin/kubectl --server=https://x get pods",
    "kubectl --token x get pods",
    "kubectl -s x get pods",
  ])("may not say which cluster it is at: %s", (text) => {
    expect(readCommand(text)).toMatchObject({
      ok: false,
      why: expect.stringMatching(/which cluster is meant/),
    });
  });

  test("may name a context for a program of the team's own", () => {
    expect(readCommand("./move.sh --context {cluster}")).toMatchObject({ ok: true });
  });
});

describe("what a finding fills in", () => {
  test("is named by its parsed identity, never by its evidence", () => {
    const identity = makeIdentity({
      ...{ style: "path", scope: "env=prod target=shop", group: "apps" },
      ...{ kind: "Deployment", namespace: "shop", name: "web" },
    });
    const evidence = {
      namespace: "kube-system",
      workload: "coredns",
      node: "n1",
      region: "eu",
      last_log: "x",
    };
    expect(valuesOf({ identity, workload: "web", evidence })).toMatchObject({
      ...{ namespace: "shop", workload: "web", kind: "Deployment", name: "web", node: "n1", region: "eu" },
      ...{ target: "shop", environment: "prod", identity: "apps/Deployment/shop/web" },
    });
  });

  test("of a check is the workload that it speaks for", () => {
    const identity = makeIdentity({
      style: "path",
      scope: "",
      group: "",
      kind: "check",
      namespace: "",
      name: "up",
    });
    expect(valuesOf({ identity, workload: "shop/web", evidence: {} })).toMatchObject({
      workload: "web",
      namespace: "shop",
    });
    expect(valuesOf({ identity, workload: "web", evidence: {} }).namespace).toBeUndefined();
  });
});
