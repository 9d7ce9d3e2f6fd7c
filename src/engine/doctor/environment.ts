import type { Context } from "../../context.ts";
import { nearest } from "../../core/nearest.ts";
import type { Row } from "./row.ts";

/** What it runs on and where it stands. */
export const examineMachine = ({ machine, place }: Context): readonly Row[] => {
  const { node, nodeSuffices, platform, timezone } = machine();
  const wall = { area: "place", name: "folder" } as const;
  return [
    nodeSuffices
      ? { area: "machine", name: "node", state: "ok", why: `${node} on ${platform}` }
      : {
          area: "machine",
          name: "node",
          state: "broken",
          why: `${node} is too old: it takes 20.19 or later`,
        },
    { area: "machine", name: "time zone", state: "ok", why: timezone },
    place.wallAbove === undefined
      ? { ...wall, state: "ok", why: place.cwd }
      : {
          ...wall,
          state: "partial",
          why: `${place.cwd} has no steadystate/, but ${place.wallAbove} has`,
          next: `steadystate -C ${place.wallAbove} doctor`,
        },
    place.gitTop === undefined
      ? { area: "place", name: "git", state: "off", why: "not inside a git repository" }
      : { area: "place", name: "git", state: "ok", why: place.gitTop },
  ];
};

/** Which variables are set, by name; no value is shown. */
export const examineEnvironment = ({ machine, variables }: Context): readonly Row[] => {
  const { set, strangers } = machine();
  const ours = set.filter((name) => !everybody.test(name));
  const row = { area: "environment" } as const;
  const used = ours.filter((name) => variables[name].since === "now" && !withheld.test(name));
  const unused = ours.filter((name) => variables[name].since === "later" && /^STEADYSTATE_/.test(name));
  const known = Object.keys(variables);
  return [
    used.length === 0
      ? { ...row, name: "settings", state: "off", why: "no variable of steadystate is set" }
      : { ...row, name: "settings", state: "ok", why: used.join(", ") },
    ...unused.map(
      (name): Row => ({ ...row, name, state: "partial", why: "set, and not used by this version yet" }),
    ),
    ...ours
      .filter((name) => withheld.test(name))
      .map(
        (name): Row => ({
          ...row,
          name,
          state: "partial",
          why: "set, and withheld from Terraform",
          next: `unset ${name}`,
        }),
      ),
    ...strangers.map((name): Row => {
      const close = nearest(name, known);
      const guess = close === undefined ? "" : `, did you mean ${close}?`;
      return {
        ...row,
        name,
        state: "partial",
        why: `nothing knows this variable${guess}`,
        next: `unset ${name}`,
      };
    }),
  ];
};

/** Set on every machine, and no news. */
const everybody = /^(PATH|HOME|USER|USERNAME|LOGNAME|LANG|LC_ALL|LC_CTYPE|TERM|COLUMNS)$/;
const withheld = /^TF_CLI_ARGS/;
