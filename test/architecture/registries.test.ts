import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { catalog } from "../../src/core/actions/catalog.ts";
import type { Parameters } from "../../src/core/gate/offer.ts";
import { probeNames } from "../../src/core/probes.ts";
import { packs } from "../../src/core/rules/index.ts";
import { dryRunShapes } from "../../src/core/runbook/dry-run/dry-run.ts";
import { executors } from "../../src/executors/index.ts";
import { openCluster } from "../../src/platform/kubernetes/cluster.ts";
import { probes } from "../../src/probes/index.ts";
import { sources } from "../../src/sources/index.ts";
import type { Source } from "../../src/sources/source.ts";
import { makeFiles } from "../../src/system/files.ts";
import { factsOf } from "../../src/verbs/facts.ts";
import { verbs } from "../../src/verbs/index.ts";
import { effects, rooms, tiers, type Verb, type VerbFacts } from "../../src/verbs/verb.ts";
import { ask } from "../support/ask.ts";
import { contextIn } from "../support/context.ts";
import { goodParameters } from "../support/hostile.ts";
import { reachOf } from "../support/reach.ts";
import { temporaryFolder } from "../support/repo.ts";
import { requestFor } from "../support/request.ts";

test("the folder of the probes, their registry and their names are the same", async () => {
  // http is no plugin: it reads what one check asks for.
  const apart = ["http.ts", "index.ts", "probe.ts"];
  const onDisk = readdirSync("src/probes", { withFileTypes: true })
    .filter((entry) => entry.isFile() && !apart.includes(entry.name))
    .map(({ name }) => name.replace(/[.]ts$/, ""));
  const registry = Object.values(probes);
  expect(registry.map(({ name }) => name)).toEqual([...probeNames]);
  expect(onDisk.toSorted()).toEqual([...probeNames].toSorted());
  const { probes: told } = await contextIn(temporaryFolder().root);
  expect(await told.open("kubectl")).toBe(probes.kubectl);
  for (const { summary, observes, needs, looksAt } of registry) {
    expect(summary).toMatch(clause);
    expect(looksAt.length).toBeGreaterThan(0);
    for (const argv of observes) expect(needs.binaries).toContain(argv[0]);
  }
});

describe("sources", () => {
  const registry: readonly Source[] = Object.values(sources);

  test("the folder and the registry name the same", () => {
    const onDisk = readdirSync("src/sources")
      .filter((name) => !["index.ts", "source.ts", "kubernetes", "gitops"].includes(name))
      .map((name) => name.replace(/[.]ts$/, ""));
    expect(registry.map(({ name }) => name).toSorted()).toEqual([...new Set(onDisk)].toSorted());
  });

  test("every door is told of each source, in the registry's order", async () => {
    const { sources: told } = await contextIn(temporaryFolder().root);
    expect(told.names).toEqual(registry.map(({ name }) => name));
  });

  test.each(registry.map((source) => [source.name, source] as const))(
    "%s says what it is",
    (name, source) => {
      expect(name).toMatch(kebab);
      expect(source.summary).toMatch(clause);
      expect(source.accepts.length).toBeGreaterThan(0);
      expect(source.observes.every((argv) => argv.length > 0 && argv.every((token) => token !== ""))).toBe(
        true,
      );
      const runs = source.observes.map(([binary]) => binary);
      expect(source.needs.binaries.length > 0).toBe(runs.length > 0);
    },
  );
});

/** A token of a pattern stands for itself; what is in angle brackets for any text, `-var-file=<file>`, `--values=<file>`, `--kubeconfig=<file>` and a word that ends in … for any number. */
const covers = (pattern: readonly string[], argv: readonly string[]): boolean => {
  const [wanted, ...others] = pattern;
  const [token, ...rest] = argv;
  if (wanted === undefined) return token === undefined;
  const fits =
    token !== undefined &&
    new RegExp(
      `^${wanted
        .split(/<[^>]+>/)
        .map(escaped)
        .join(".+")}$`,
      "s",
    ).test(token);
  if (wanted.endsWith("…"))
    return (token?.startsWith("-") === false && covers(pattern, rest)) || covers(others, argv);
  if (/^(?:-var-file|--values|--kubeconfig)=/.test(wanted))
    return (fits && covers(pattern, rest)) || covers(others, argv);
  return fits && covers(others, rest);
};
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Enough of an answer to come to the next question. */
const said = (argv: readonly string[]): string => {
  if (argv.includes("view"))
    return JSON.stringify({
      contexts: [{ name: "prod", context: { cluster: "prod" } }],
      clusters: [{ name: "prod", cluster: { server: "https://prod.example" } }],
    });
  if (argv.includes("kustomize") || argv.includes("template"))
    return '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"}}';
  if (argv[0] === "helm")
    return '[{"name":"web","namespace":"prod","revision":"1","status":"deployed","chart":"web-1"}]';
  if (argv.includes("/version")) return '{"gitVersion":"v1.33.4"}';
  if (argv.includes("/apis")) return JSON.stringify({ kind: "APIGroupList", groups: [] });
  return "{}";
};

const recordedCluster = async (run: Context["hands"]["run"], cwd: string) => {
  const access = { context: "prod", kubeconfig: "/kubeconfig" };
  const { withTemporaryFolder } = makeFiles();
  const opened = await openCluster(
    access,
    { run, withTemporaryFolder, cwd },
    { request: 1000, whole: 10_000 },
  );
  return opened.ok ? opened.value : undefined;
};

describe("what a source runs", () => {
  test("the patterns are told apart from what they do not cover", () => {
    const pattern = ["tool", "plan", "-lock=<true or false>", "-var-file=<file>", "-out=<file>"];
    expect(covers(pattern, ["tool", "plan", "-lock=true", "-out=x"])).toBe(true);
    expect(covers(pattern, ["tool", "plan", "-lock=true", "-var-file=a", "-var-file=b", "-out=x"])).toBe(
      true,
    );
    expect(covers(pattern, ["tool", "apply", "-lock=true", "-out=x"])).toBe(false);
    expect(covers(pattern, ["tool", "plan", "-lock=true", "-out=x", "-destroy"])).toBe(false);
    expect(covers(pattern, ["tool", "plan", "-lock=true"])).toBe(false);
  });

  const everySource: readonly Source[] = Object.values(sources);
  test.each(
    everySource.flatMap((source) =>
      [false, true].flatMap((lock) =>
        [[], ["a.tfvars", "b.tfvars"]].map((varFiles) => ({ source, lock, varFiles })),
      ),
    ),
  )(
    "$source.name, lock $lock, $varFiles: only what it says beforehand",
    async ({ source, lock, varFiles }) => {
      const folder = temporaryFolder({
        "main.tf": "",
        "a.tfvars": "",
        "b.tfvars": "",
        ".terraform/x": "",
        "Chart.yaml": "name: shop",
      });
      const ran: (readonly string[])[] = [];
      const { hands } = await contextIn(folder.root);
      const run: Context["hands"]["run"] = async ({ argv }) => {
        ran.push(argv);
        return { argv, exit: argv.includes("plan") ? 2 : 0, stdout: said(argv), stderr: "", durationMs: 1 };
      };
      for (const kind of source.accepts) {
        const path = kind === "file" ? folder.at("main.tf") : folder.root;
        const cluster = source.cluster.includes(kind) ? await recordedCluster(run, folder.root) : undefined;
        const settings = { helm: { release: undefined, values: varFiles } };
        const request = requestFor(path, kind, { terraform: { varFiles, lock }, settings, cluster });
        await source.read(request, { ...hands, run }).catch(() => undefined);
      }
      expect(ran.length > 0, "what reads only files runs nothing").toBe(source.observes.length > 0);
      for (const argv of ran) {
        expect(
          source.observes.some((pattern) => covers(pattern, argv)),
          argv.join(" "),
        ).toBe(true);
      }
    },
  );

  test("catalog and commands tell of every source, probe and pack", async () => {
    const folder = temporaryFolder();
    const { data } = await ask("catalog", {}, folder);
    const named = (seam: string) =>
      data.plugins
        .filter((plugin: { seam: string }) => plugin.seam === seam)
        .map(({ name }: { name: string }) => name);
    expect(named("source")).toEqual(everySource.map(({ name }) => name));
    const probes = readdirSync("src/probes")
      .filter((name) => name.endsWith(".ts"))
      .map((name) => name.replace(".ts", ""));
    expect(named("probe").sort()).toEqual(probes.filter((name) => !["index", "probe"].includes(name)).sort());
    expect(named("rules")).toEqual(packs.map(({ name }) => name));
    const listed = await ask("commands", {}, folder);
    expect(listed.data.plugins.map(({ name }: { name: string }) => name)).toEqual([
      ...named("source"),
      ...named("probe"),
      ...named("executor"),
    ]);
    const changing = listed.data.plugins.filter(({ changes }: { changes: unknown[] }) => changes.length > 0);
    expect(changing.map(({ name }: { name: string }) => name)).toEqual(named("executor"));
  });
});

describe("executors", () => {
  test("the folder and the registry name the same, and each says what it is", async () => {
    const onDisk = readdirSync("src/executors", { withFileTypes: true })
      .filter((entry) => entry.isFile() && !["index.ts", "executor.ts"].includes(entry.name))
      .map(({ name }) => name.replace(/[.]ts$/, ""));
    expect(executors.map(({ name }) => name).toSorted()).toEqual(onDisk.toSorted());
    expect(await (await contextIn(temporaryFolder().root)).executors()).toBe(executors);
    for (const { name, summary, needs, observes, acts, deadline } of executors) {
      expect(name).toMatch(kebab);
      expect(summary).toMatch(clause);
      expect(deadline).toBeGreaterThan(0);
      expect(acts.length).toBeGreaterThan(0);
      // What a team wrote into its runbook names a program of its own, and no executor but one runs it.
      const dry = dryRunShapes.map(([program]) => program);
      const own = name === "runbook" ? ["<program of the entry>", ...dry] : [];
      for (const argv of [...observes, ...acts]) expect([...needs.binaries, ...own]).toContain(argv[0]);
    }
  });

  test("every action of the catalog is performed by exactly one of them", () => {
    expect(executors.flatMap(({ performs }) => performs).toSorted()).toEqual(
      catalog.map(({ name }) => name).toSorted(),
    );
  });

  test.each(catalog.map((action) => [action.name, action] as const))(
    "what runs for %s is among what its executor says that it runs",
    (name, action) => {
      const executor = executors.find(({ performs }) => performs.includes(name));
      const parameters = goodParameters[name] as Parameters;
      const composed = action.compose(parameters);
      if (executor === undefined || !composed.ok) throw new Error(`nobody performs ${name}`);
      const foresight = { parameters, facts: {}, told: [], inverse: undefined };
      for (const kubeconfig of [undefined, "/kubeconfig"]) {
        const reach = reachOf({ context: "prod", access: { context: "prod", kubeconfig } });
        const { argv } = executor.aim(composed.value, foresight, reach);
        expect(
          executor.acts.some((pattern) => covers(pattern, argv)),
          argv.join(" "),
        ).toBe(true);
      }
    },
  );

  test("a pattern covers neither a word more nor another one", () => {
    const [pods] = executors.flatMap(({ acts }) => acts.filter(([, verb]) => verb === "delete"));
    const words = ["kubectl", "delete", "pods", "a", "b", "--namespace=x", "--wait=false", "--context=prod"];
    expect(covers(pods ?? [], words)).toBe(true);
    expect(covers(pods ?? [], [...words, "--all"])).toBe(false);
    expect(covers(pods ?? [], words.with(2, "nodes"))).toBe(false);
    expect(covers(pods ?? [], words.slice(0, -1))).toBe(false);
  });
});

describe("verbs", () => {
  let loaded: readonly (readonly [key: string, verb: Verb, facts: VerbFacts])[] = [];
  beforeAll(async () => {
    loaded = await Promise.all(
      Object.entries(verbs).map(async ([key, load]) => {
        const verb: Verb = await load();
        return [key, verb, factsOf(verb)] as const;
      }),
    );
  });

  /** The names of the verbs of which a statement is not true. */
  const except = (holds: (verb: Verb, facts: VerbFacts) => boolean): readonly string[] =>
    loaded.filter(([, verb, facts]) => !holds(verb, facts)).map(([key]) => key);

  test("each is registered under its own name, and in its room's folder", () => {
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.map(([key]) => key)).toEqual(loaded.map(([, verb]) => verb.name));
    expect(except((verb) => existsSync(fileOf(verb)))).toEqual([]);
  });

  test("each room's files were all looked at: a file that exports a verb is registered", () => {
    const registered = new Set(loaded.map(([, verb]) => fileOf(verb)));
    const forgotten = Object.keys(rooms)
      .filter((room) => existsSync(`src/verbs/${room}`))
      .flatMap((room) => readdirSync(`src/verbs/${room}`).map((name) => `src/verbs/${room}/${name}`))
      .filter((path) => path.endsWith(".ts") && /\bdefineVerb\(/.test(readFileSync(path, "utf8")))
      .filter((path) => !registered.has(path));
    expect(forgotten).toEqual([]);
  });

  test("rooms are listed in help's order, and verbs of a room together", () => {
    const order = Object.keys(rooms);
    const places = loaded.map(([, verb]) => order.indexOf(verb.room));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("each is told in a short summary and two examples at least, all of it typed with its name", () => {
    expect(except(({ summary }) => summary.length <= 60 && clause.test(summary))).toEqual([]);
    expect(except(({ examples }) => examples.length >= 2)).toEqual([]);
    expect(except(({ examples }) => new Set(examples).size === examples.length)).toEqual([]);
    const typed = ({ name, aliases = [] }: Verb) => [name, ...aliases];
    expect(
      except((verb) =>
        verb.examples.every((line) =>
          typed(verb).some((name) => line === name || line.startsWith(`${name} `) || verb.name === "status"),
        ),
      ),
    ).toEqual([]);
  });

  test("each describes every input, refuses an unknown one, and takes its positionals from its inputs", () => {
    const silent = loaded.flatMap(([key, , { fields }]) =>
      fields.filter(({ description }) => description.trim() === "").map(({ name }) => `${key}.${name}`),
    );
    expect(silent).toEqual([]);
    expect(except((_, { input }) => input["additionalProperties"] === false)).toEqual([]);
    expect(except((verb) => verb.positionals.every((name) => name in verb.input.shape))).toEqual([]);
    expect(
      except((verb) => Object.keys(verb.settings ?? {}).every((name) => name in verb.input.shape)),
    ).toEqual([]);
  });

  test("each states a tier and an effect, and what touches infrastructure is never a read", () => {
    expect(except((_, { tier, effect }) => tiers.includes(tier) && effects.includes(effect))).toEqual([]);
    expect(except((_, { tier, effect }) => effect !== "infra" || tier === "write")).toEqual([]);
  });

  test("no flag, short flag or alias means two things", () => {
    const twice = (list: readonly string[]) => list.filter((one, index) => list.indexOf(one) !== index);
    const flags = loaded.flatMap(([key, , { fields }]) => [
      ...twice(fields.map(({ flag }) => flag)).map((flag) => `${key} ${flag}`),
      ...twice(fields.flatMap(({ short }) => short ?? [])).map((short) => `${key} -${short}`),
    ]);
    expect(flags).toEqual([]);
    expect(twice(loaded.flatMap(([, { name, aliases = [] }]) => [name, ...aliases]))).toEqual([]);
  });

  test("the manifest is what the verbs say now (else: npm run generate)", () => {
    const manifest: unknown = JSON.parse(readFileSync("src/verbs/manifest.json", "utf8"));
    expect(manifest).toEqual(JSON.parse(JSON.stringify(loaded.map(([, , facts]) => facts))));
  });
});

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Some text on one line, without a full stop. */
const clause = /^\S.*[^.\s]$/;

/** A verb's file is named as it is typed: `add check` in add-check.ts. */
const fileOf = ({ name, room }: Pick<Verb, "name" | "room">): string =>
  `src/verbs/${room}/${name.replaceAll(" ", "-")}.ts`;
