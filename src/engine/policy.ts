import { dirname, join, relative } from "node:path";
import type { Context } from "../context.ts";
import { isTargetMeant } from "../core/gate/pattern.ts";
import type { Policy, Roles } from "../core/gate/policy.ts";
import {
  type FreezeWindow,
  freezesAt,
  freezeWindowOf,
  nextSpan,
  openSpan,
  type Span,
} from "../core/gate/windows.ts";
import { systemNamespaces } from "../core/layer.ts";
import { redactText } from "../core/secret.ts";
import { parseDuration } from "../core/time.ts";
import { SteadystateError } from "../errors.ts";
import type { Config } from "../intent/config.ts";
import { boundOf } from "./bound.ts";
import { platformOf } from "./platform.ts";

/**
 * The policy as it holds now for a target, read once per operation. A file of it that cannot be read or understood stops
 * everything instead of being thrown (law L10), so that whoever asks can tell why.
 */
export const policyOf = async (
  { target }: { readonly target: string | undefined },
  ctx: Context,
): Promise<Policy> => {
  const bound = await boundOf(ctx);
  const byHand = await stopFileOf(ctx);
  const read = await configOf(ctx);
  if (!read.ok) return { ...closed, bound, stopped: byHand ?? read.why };
  const { config } = read;
  return {
    bound,
    stopped: byHand,
    freezes: freezesAt(freezeWindowsOf(config), { zone: config.bound.timezone, now: ctx.now(), target }),
    protectedTarget: isTargetMeant(config.bound.protected_targets, target),
    protectedNamespaces: await protectedNamespacesOf(config, ctx),
    perHour: config.bound.per_hour,
    roles: rolesOf(config, ctx),
    fourEyes: config.approvals.four_eyes,
    expires: milliseconds(config.approvals.expires),
    settle: milliseconds(config.bound.settle),
  };
};

/** What holds where nobody knows what should: the strictest of each. */
const closed = {
  freezes: [],
  protectedTarget: true,
  protectedNamespaces: ["*"],
  perHour: 0,
  roles: { operator: [], approver: [], breakglass: [], committed: true },
  fourEyes: true,
  expires: 86_400_000,
  settle: 60_000,
} as const satisfies Omit<Policy, "bound" | "stopped">;

/** One `[[freeze]]`: the span that is open now, and the next one. */
export type CommittedFreeze = {
  readonly window: FreezeWindow;
  readonly open: Span | undefined;
  readonly next: Span | undefined;
};

/** Every freeze that is committed, whether it holds now or not; none where the file cannot be understood. */
export const freezePlanOf = async (ctx: Context): Promise<readonly CommittedFreeze[]> => {
  const read = await configOf(ctx);
  if (!read.ok) return [];
  const { timezone } = read.config.bound;
  return freezeWindowsOf(read.config).map((window) => ({
    window,
    open: openSpan(window, timezone, ctx.now()),
    next: nextSpan(window, timezone, ctx.now()),
  }));
};

export const protectedTargetsOf = async (ctx: Context): Promise<readonly string[]> => {
  const read = await configOf(ctx);
  return read.ok ? read.config.bound.protected_targets : ["*"];
};

type Read = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly why: string };

const configOf = async (ctx: Context): Promise<Read> => {
  try {
    return { ok: true, config: await ctx.config() };
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    return { ok: false, why: thrown.message };
  }
};

const freezeWindowsOf = ({ freeze }: Config): readonly FreezeWindow[] =>
  freeze.flatMap((text) => {
    const read = freezeWindowOf(text);
    return read.ok ? [read.window] : [];
  });

/** Those of every cluster stay, whatever a team adds: a list of one's own must not open what was closed. */
const protectedNamespacesOf = async (config: Config, ctx: Context): Promise<readonly string[]> => {
  const { namespaces } = await platformOf(ctx);
  const known = [...systemNamespaces].filter((name) => !name.startsWith("kube-"));
  return [...new Set(["kube-*", ...known, ...namespaces, ...config.bound.protected_namespaces])];
};

const rolesOf = ({ roles, file }: Config, ctx: Context): Roles => ({
  operator: roles.operator,
  approver: roles.approver,
  breakglass: [
    ...roles.breakglass,
    ...(ctx.hands.env.get("STEADYSTATE_BREAKGLASS_USERS") ?? "")
      .split(",")
      .map((id) => id.trim())
      .filter((id) => id !== ""),
  ],
  committed: file.tables.includes("roles"),
});

const milliseconds = (text: string): number => parseDuration(text) ?? 0;

/** Bytes of a stop file that are looked at: its first line is shown. */
const reasonCap = 1024;

/** Why everything is stopped by hand, for people too; `undefined` where no stop file stands. */
export const stopFileOf = async (ctx: Context): Promise<string | undefined> => {
  for (const path of await stopFiles(ctx)) {
    const shown = relative(ctx.place.cwd, path);
    try {
      const kind = await ctx.hands.files.kindOf(path);
      if (kind === undefined) continue;
      const reason = kind === "file" ? await firstLine(path, ctx) : "";
      return reason === "" ? `${shown} stands there` : `${shown} says: ${reason}`;
    } catch (thrown) {
      if (!(thrown instanceof SteadystateError)) throw thrown;
      return `the stop file ${shown} cannot be looked at: ${thrown.message}`;
    }
  }
  return undefined;
};

/** The committed one, also of the repository around this wall, and the local one. */
const stopFiles = async ({ place }: Context): Promise<readonly string[]> => {
  const folders = [place.cwd, ...(place.gitTop === undefined ? [] : [place.gitTop])];
  const beside = await besideConfig(place);
  return [
    ...new Set([
      ...folders.map((folder) => join(folder, "steadystate", "STOP")),
      ...(beside === undefined ? [] : [join(beside, "STOP")]),
      join(place.stateFolder, "STOP"),
    ]),
  ];
};

/** Where config.toml is kept in another place, the stop file may be too; a variable that points nowhere is told by the config. */
const besideConfig = async (place: Context["place"]): Promise<string | undefined> => {
  try {
    return dirname(await place.committed("config.toml"));
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    return undefined;
  }
};

const firstLine = async (path: string, ctx: Context): Promise<string> => {
  const { bytes } = await ctx.hands.files.readHead(path, reasonCap);
  const [line = ""] = new TextDecoder()
    .decode(bytes)
    .trim()
    .split(/[\r\n\u2028\u2029]/);
  return redactText(line.trim()).slice(0, 200);
};
