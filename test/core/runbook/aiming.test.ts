import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { readCommand } from "../../../src/core/runbook/template.ts";
import { needs } from "../../support/needs.ts";
import { toolPath } from "../../support/tools.ts";

const complaintOf = (program: string, ...words: readonly string[]): string =>
  spawnSync(program, words, { encoding: "utf8", env: { PATH: toolPath } }).stderr;

const said = (program: string, ...words: readonly string[]): string =>
  execFileSync(program, words, {
    encoding: "utf8",
    env: { PATH: toolPath, HOME: "/nonexistent" },
    stdio: ["ignore", "pipe", "ignore"],
  });

/** They choose the cluster, whose credential is used, or how it is known that it is that cluster. */
const aiming = {
  kubectl: [
    ...["--as", "--as-group", "--as-uid", "--certificate-authority", "--client-certificate", "--client-key"],
    ...["--cluster", "--context", "--insecure-skip-tls-verify", "--kubeconfig", "--password", "--server"],
    ...["--tls-server-name", "--token", "--user", "--username"],
    // Not of every version that may be here.
    ...["--kuberc", "--as-user-extra"],
  ],
  helm: [
    ...["--kube-apiserver", "--kube-as-group", "--kube-as-user", "--kube-ca-file", "--kube-context"],
    ...["--kube-insecure-skip-tls-verify", "--kube-tls-server-name", "--kube-token", "--kubeconfig"],
  ],
} as const;

/** They say how much is told, how long is waited and what is kept, and neither where nor as whom. */
const harmless = {
  kubectl: [
    ...["--cache-dir", "--disable-compression", "--log-flush-frequency", "--match-server-version"],
    ...["--namespace", "--profile", "--profile-output", "--request-timeout", "--v", "--vmodule"],
    ...["--warnings-as-errors"],
  ],
  helm: [
    ...["--burst-limit", "--color", "--colour", "--content-cache", "--debug", "--help", "--namespace"],
    ...["--qps", "--registry-config", "--repository-cache", "--repository-config"],
  ],
} as const;

const asked = { kubectl: ["options"], helm: ["--help"] } as const;

describe.each(["kubectl", "helm"] as const)("%s itself", (program) => {
  needs(program)("has no option for every command that nobody thought about", () => {
    const text = said(program, ...asked[program]);
    const options = [...text.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option ?? "");
    expect(options.length).toBeGreaterThan(15);
    const known: readonly string[] = [...aiming[program], ...harmless[program]];
    expect(options.filter((option) => !known.includes(option))).toEqual([]);
    const newer = ["--kuberc", "--as-user-extra"];
    expect(known.filter((option) => !options.includes(option) && !newer.includes(option))).toEqual([]);
  });

  test.each([...aiming[program]])("may not be given %s, in neither way", (option) => {
    const why = `has ${option}: which cluster is meant comes from the target of the finding`;
    for (const text of [`${option} x`, `${option}=x`, `${option}={name}`, option])
      expect(readCommand(`${program} get pods ${text}`)).toEqual({ ok: false, why });
  });

  test.each([...harmless[program]])("may be given %s", (option) => {
    expect(readCommand(`${program} get pods ${option}=x`)).toMatchObject({ ok: true });
  });
});

needs("kubectl")(
  "kubectl has no letter without a value that nobody thought about",
  () => {
    const commands = [...said("kubectl", "--help").matchAll(/^ {2}([a-z][a-z-]+) {2,}/gm)].map(
      ([, name = ""]) => [name],
    );
    expect(commands.length).toBeGreaterThan(30);
    const letters = [...commands, ["rollout", "restart"], ["rollout", "status"], ["set", "image"]].flatMap(
      (command) =>
        [...said("kubectl", ...command, "--help").matchAll(/^ +-(\w), --[\w-]+=(?:true|false):/gm)].map(
          ([, letter = ""]) => letter,
        ),
    );
    expect(letters).toContain("A");
    const passes = (letter: string) => readCommand(`kubectl get pods -${letter}s https://x`).ok;
    expect([...new Set(letters)].filter(passes)).toEqual([]);
  },
  60_000,
);

needs("kubectl")("kubectl reads _ in the name of an option as -, so that nothing is written so", () => {
  // It is understood, and goes on to what it cannot reach.
  const complaint = complaintOf("kubectl", "get", "pods", "--as_group=x", "--as=y", "--kubeconfig=/dev/null");
  expect(complaint).not.toContain("unknown flag");
  expect(complaintOf("kubectl", "get", "pods", "--as_nobody=x")).toContain("unknown flag");
  for (const option of ["--as_group=x", "--dry_run=none", "--all_namespaces", "--insecure_skip_tls_verify"])
    expect(readCommand(`kubectl delete pod web ${option}`)).toMatchObject({
      ok: false,
      why: expect.stringContaining(`has ${option.split("=")[0]}, which kubectl reads with -`),
    });
  expect(readCommand("kubectl patch cm web -p a_b --field-selector=a_b=c")).toMatchObject({ ok: true });
  expect(readCommand("mysql --ssl_mode=x")).toMatchObject({ ok: true });
});

describe("letters in one word", () => {
  test.each([
    ["kubectl get pods -shttps://x", "-shttps://x"],
    ["kubectl get pods -s=x", "-s"],
    ["kubectl get pods -As x", "-As"],
    ["kubectl exec web -itshttps://x", "-itshttps://x"],
    ["kubectl get pods -A{name}", "-A"],
  ])("%s", (text, option) => {
    expect(readCommand(text)).toMatchObject({ ok: false, why: expect.stringContaining(`has ${option}: `) });
  });

  test.each([
    "kubectl get pods -nshop -l app=s -ojson --since=5m --show-labels",
    "kubectl get pods -n{namespace} -A",
    "helm template web -s templates/x.yaml",
    "mysql -s --user=x --password --context",
  ])("may be: %s", (text) => {
    expect(readCommand(text)).toMatchObject({ ok: true });
  });

  test.each(["tool --{kind}", "tool --con{name}=x", "kubectl -{name}", "tool -{name}"])(
    "what a finding says is no name of an option: %s",
    (text) => {
      expect(readCommand(text)).toEqual({
        ok: false,
        why: "fills a placeholder into the name of an option",
      });
    },
  );
});
