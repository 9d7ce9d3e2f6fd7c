import { isAbsolute, join, resolve } from "node:path";
import type { Context } from "../context.ts";
import { nearest } from "../core/nearest.ts";
import { byCodeUnit } from "../core/order.ts";
import { type ProbeName, type ProbeWish, probeFor, probeWishes } from "../core/probes.ts";
import { SteadystateError } from "../errors.ts";
import type { Fault, Loaded } from "../intent/intent.ts";
import type { Target } from "../intent/targets.ts";
import { withTarget } from "./broker.ts";
import { type Asked, pathOf } from "./locate.ts";

/** A target as a verb uses it: paths are absolute, relative ones by the folder of the wall. */
export type ResolvedTarget = {
  readonly name: string;
  readonly source: Target["source"];
  readonly probe: Target["probe"];
  readonly label: string;
  readonly path: string | undefined;
  /** The path as it is written in the file. */
  readonly shownPath: string | undefined;
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  /** Arguments of the command that prints a kubeconfig. */
  readonly broker: readonly string[] | undefined;
  readonly allowExec: boolean;
  /** Names of variables for whatever acts on it. */
  readonly env: readonly string[];
  readonly inventory: string | undefined;
};

/** Fields of targets.json that a verb may or may not act upon; source and label every verb does. */
type Field = "path" | "probe" | "context" | "kubeconfig" | "kubeconfig_from" | "inventory";

type Asking = {
  /** The verb, as typed. */
  readonly verb: string;
  readonly honours: (target: Target) => readonly Field[] | Promise<readonly Field[]>;
};

/**
 * The one way from a name to a target. Throws `not-found` with the nearest name, `input-invalid` with the place of a fault,
 * and `refused` where the target has a field that the verb would have to leave aside: looking elsewhere is worse than not.
 */
export const resolveTarget = async (
  name: string,
  { verb, honours }: Asking,
  ctx: Context,
): Promise<ResolvedTarget> => {
  const loaded = await loadedTargets(ctx);
  const found = findTarget(name, loaded);
  const honoured = await honours(found);
  const ignored = givenFields(found).filter((field) => !honoured.includes(field));
  if (ignored.length > 0) {
    throw new SteadystateError(
      "refused",
      `${verb} cannot act upon ${ignored.join(" and ")} of the target ${name}, and does not look elsewhere instead`,
      { hint: `steadystate targets ${name}`, details: { target: name, fields: ignored } },
    );
  }
  return resolved(found, ctx);
};

type Look = Pick<Asked, "source" | "path" | "label" | "target" | "context" | "lend" | "probe">;

/** What a caller names to be looked at; `target` stands for the rest of it. */
export type Named = {
  readonly source?: string | undefined;
  readonly path?: string | undefined;
  readonly label?: string | undefined;
  readonly target?: string | undefined;
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
  /** Goes before what the target itself wishes; without either there is none. */
  readonly probe?: ProbeWish | undefined;
};

/** What is to be looked at, and how its cluster is reached. Throws as {@link lookOfTarget} does, and `refused` for an agent. */
export const lookAt = async (named: Named, verb: string, ctx: Context): Promise<Look> => {
  const { source, path, label, target } = named;
  demandCommitted(named, ctx);
  if (target !== undefined) return lookOfTarget(target, named, verb, ctx);
  const probe = probeFor(named.probe ?? "none", source ?? "", path !== undefined);
  return { source, path, label, probe, ...(await lendingOf(named, ctx)) };
};

const demandCommitted = (
  { context, kubeconfig }: Pick<Named, "context" | "kubeconfig">,
  { actor }: Context,
): void => {
  if (actor.class !== "agent" || (context === undefined && kubeconfig === undefined)) return;
  throw new SteadystateError(
    "refused",
    "an agent looks at the clusters of committed targets, and names no other",
    { hint: "give target; a person writes steadystate/targets.json" },
  );
};

const lendingOf = async (
  { context, kubeconfig }: Pick<Named, "context" | "kubeconfig">,
  ctx: Context,
): Promise<Pick<Look, "context" | "lend">> => {
  if (context === undefined && kubeconfig === undefined) return {};
  const file = kubeconfig === undefined ? undefined : await pathOf(kubeconfig, ctx);
  return { context, lend: (use) => use({ context, kubeconfig: file }) };
};

/**
 * The cluster to compare with, where what is declared was named by itself: of a target its cluster and its label are taken.
 * Throws as {@link lookAt} does.
 */
export const clusterFor = async (
  named: Pick<Named, "label" | "target" | "context" | "kubeconfig">,
  verb: string,
  ctx: Context,
): Promise<Pick<Look, "label" | "target" | "lend">> => {
  const { label, target: name, context, kubeconfig } = named;
  demandCommitted(named, ctx);
  if (name === undefined) return { label, ...(await lendingOf(named, ctx)) };
  if (kubeconfig !== undefined) throw notBoth(name, "a kubeconfig", verb);
  const honours = () => ["path", "context", "kubeconfig", "kubeconfig_from"] as const;
  return lentBy(await resolveTarget(name, { verb, honours }, ctx), { label, context }, ctx);
};

/** Its name, its label and its cluster; a label or a context that was given goes before its own. */
export const lentBy = (
  target: ResolvedTarget,
  { label, context }: Pick<Named, "label" | "context">,
  ctx: Context,
): Pick<Look, "label" | "target"> & Required<Pick<Look, "lend">> => ({
  label: label ?? target.label,
  target: target.name,
  lend: (use) => withTarget({ ...target, context: context ?? target.context }, ctx, use),
});

const notBoth = (name: string, what: string, verb: string): SteadystateError =>
  new SteadystateError("usage", `${verb} takes a target, or ${what}, not both`, {
    hint: `steadystate ${verb} --target ${name}`,
  });

/**
 * What is looked at where a target is named; a label or a context that was given goes before the target's own. Throws `usage`
 * where the caller names a source, a path or a kubeconfig too, other than the ones that config.toml has for every call.
 */
const lookOfTarget = async (
  name: string,
  { source, path, label, context, kubeconfig, probe: asked }: Named,
  verb: string,
  ctx: Context,
): Promise<Look> => {
  const { defaults } = await ctx.config();
  if (
    kubeconfig !== undefined ||
    (path !== undefined && path !== defaults.path) ||
    (source !== undefined && source !== defaults.source)
  ) {
    throw notBoth(name, "a path, a source and a kubeconfig", verb);
  }
  const honours = async (found: Target): Promise<readonly Field[]> => {
    const { cluster } = await ctx.sources.open(found.source);
    const probing: readonly Field[] = asked !== undefined || wishOf(found) !== undefined ? ["probe"] : [];
    const usesCluster = cluster.length > 0 || probeOfTarget(found, asked) !== undefined;
    return ["path", ...probing, ...(usesCluster ? clusterFields : [])];
  };
  const target = await resolveTarget(name, { verb, honours }, ctx);
  const home = target.shownPath?.startsWith("~/") === true;
  return {
    source: target.source,
    path: home ? target.path : target.shownPath,
    probe: probeOfTarget(target, asked),
    ...lentBy(target, { label, context }, ctx),
  };
};

const clusterFields = ["context", "kubeconfig", "kubeconfig_from"] as const;

type Probed = Pick<Target, "source" | "path" | "probe" | "context" | "kubeconfig"> & Aimed;
type Aimed = {
  readonly kubeconfigFrom?: readonly string[] | undefined;
  readonly broker?: readonly string[] | undefined;
};

const wishOf = ({ probe }: Pick<Target, "probe">): ProbeWish | undefined =>
  probeWishes.find((wish) => wish === probe);

/** Whether a target says which cluster is meant: what a machine points at by chance is none. */
export const leadsToCluster = ({
  context,
  kubeconfig,
  kubeconfigFrom,
  broker,
}: Pick<Probed, "context" | "kubeconfig"> & Aimed): boolean =>
  [context, kubeconfig, kubeconfigFrom, broker].some((part) => part !== undefined);

/** A snapshot that names no cluster is not probed in whatever cluster this machine points at, unless somebody asks for it. */
const probeOfTarget = (target: Probed, asked: ProbeWish | undefined): ProbeName | undefined => {
  const { source, path, probe } = target;
  const wish = asked ?? wishOf({ probe }) ?? "none";
  return wish === "auto" && asked === undefined && source === "k8s" && !leadsToCluster(target)
    ? undefined
    : probeFor(wish, source, path !== undefined);
};

/** Every good target, sorted by name. Throws `input-invalid` where the file as a whole cannot be used. */
export const loadedTargets = async (ctx: Context): Promise<Loaded<Target>> => {
  const loaded = await ctx.targets();
  const whole = loaded.faults.find(({ entry }) => entry === undefined);
  if (whole !== undefined) throw faulty(whole, whole.why);
  return { ...loaded, entries: [...loaded.entries].sort((a, b) => byCodeUnit(a.name, b.name)) };
};

/** Throws `input-invalid` or `not-found`. */
export const findTarget = (name: string, { path, present, entries, faults }: Loaded<Target>): Target => {
  const found = entries.find((target) => target.name === name);
  if (found !== undefined) return found;
  const broken = faults.find(({ entry }) => entry === `"${name}"`);
  if (broken !== undefined) throw faulty(broken, `the target ${name}: ${broken.why}`);
  const names = entries.map((target) => target.name);
  const close = nearest(name, names);
  const why = present ? "" : `, for there is no ${path}`;
  throw new SteadystateError(
    "not-found",
    `there is no target ${name}${close === undefined ? why : `, did you mean ${close}?`}`,
    { hint: "steadystate targets", details: { target: name, known: names } },
  );
};

const faulty = ({ path, line, column }: Fault, why: string): SteadystateError => {
  const place = [path, line, column].filter((part) => part !== undefined).join(":");
  return new SteadystateError("input-invalid", `${place}: ${why}`, {
    hint: "steadystate validate targets.json",
    details: { path, line, column },
  });
};

const givenFields = (target: Target): readonly Field[] => {
  const given: Readonly<Record<Field, boolean>> = {
    path: target.path !== undefined,
    probe: target.probe !== "auto",
    context: target.context !== undefined,
    kubeconfig: target.kubeconfig !== undefined,
    kubeconfig_from: target.kubeconfigFrom !== undefined,
    inventory: target.inventory !== undefined,
  };
  const fields = ["path", "probe", "context", "kubeconfig", "kubeconfig_from", "inventory"] as const;
  return fields.filter((field) => given[field]);
};

export const resolved = (target: Target, { place, hands }: Context): ResolvedTarget => {
  const at = (path: string | undefined): string | undefined => {
    const home = hands.env.get("HOME");
    if (path === undefined || isAbsolute(path)) return path;
    return path.startsWith("~/") && home !== undefined ? join(home, path.slice(2)) : resolve(place.cwd, path);
  };
  const { name, source, probe, label, path, context, kubeconfig, kubeconfigFrom, inventory } = target;
  return {
    ...{ name, source, probe, label, context, allowExec: target.allowExec, env: target.env },
    path: at(path),
    shownPath: path,
    kubeconfig: at(kubeconfig),
    broker: kubeconfigFrom,
    inventory: at(inventory),
  };
};
