import { subjectOf } from "../actions/action.ts";
import { catalog } from "../actions/catalog.ts";
import type { Finding } from "../finding.ts";
import type { Solution } from "../runbook/solution.ts";
import { readCommand } from "../runbook/template.ts";
import { redactText } from "../secret.ts";
import { shellWord } from "../shell-word.ts";
import { splitWords } from "../shell-words.ts";
import type { SameFix } from "./same-fix.ts";

/** What an entry would do; or in one clause why nobody can say it for somebody else. */
export type Drafted =
  | { readonly ok: true; readonly does: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly why: string };

/** The fix of people as a runbook entry would do it: an action of the catalog where it is one, else its command. */
export const draftOf = (fix: SameFix): Drafted => {
  const { remarks, shape } = fix;
  const why = unfit(fix);
  if (why !== undefined) return { ok: false, why };
  const action = catalog.find(({ name }) =>
    remarks.every((remark) => isDoneBy(name, remark.finding, remark.note)),
  );
  return {
    ok: true,
    does: action === undefined ? { kind: "command", run: shape } : { kind: "action", action: action.name },
  };
};

const unfit = ({ remarks, shape }: SameFix): string | undefined => {
  const notes = remarks.map(({ note }) => note);
  if (notes.some((note) => note.includes("‹") || redactText(note) !== note))
    return "it holds what looks like a secret";
  if (notes.some((note) => /[\p{Cc}\p{Cf}]/u.test(note))) return "it holds characters that cannot be seen";
  if (notes.some((note) => /\{\w+\}/.test(note))) return "it holds placeholders of its own";
  if (/[$`*?\\]/.test(shape)) return "it needs a shell, and none is started: put it into a script";
  if (!looksLikeCommand(shape)) return "it is told in words, not as a command";
  const read = readCommand(shape);
  return read.ok ? undefined : `as a command it ${read.why}`;
};

/** Programs that operators type; prose begins with a word too. */
const programs: ReadonlySet<string> = new Set([
  ...["kubectl", "helm", "argocd", "flux", "terraform", "tofu", "terragrunt", "ansible", "ansible-playbook"],
  ...[
    "systemctl",
    "service",
    "docker",
    "podman",
    "crictl",
    "nomad",
    "consul",
    "vault",
    "ssh",
    "rsync",
    "curl",
  ],
  ...["aws", "gcloud", "az", "gh", "git", "psql", "mysql", "redis-cli", "rabbitmqctl", "kafka-topics.sh"],
  ...["make", "npm", "node", "python", "python3", "bash", "sh", "reboot", "shutdown", "rm", "truncate"],
]);

const looksLikeCommand = (text: string): boolean => {
  const [program = "", ...rest] = text.split(/\s+/);
  return programs.has(program) || program.includes("/") || rest.some((one) => /^--?[A-Za-z]/.test(one));
};

const isDoneBy = (name: string, finding: Finding, note: string): boolean => {
  const action = catalog.find((known) => known.name === name);
  const drawn = action?.draw(subjectOf(finding));
  if (action === undefined || drawn?.ok !== true) return false;
  const composed = action.compose(drawn.value);
  const split = splitWords(note);
  return composed.ok && split.ok && normal(composed.value) === normal(split.words);
};

const kinds: Readonly<Record<string, string>> = {
  ...{ deploy: "deployment", deployments: "deployment", "deployment.apps": "deployment" },
  ...{ sts: "statefulset", statefulsets: "statefulset", ds: "daemonset", daemonsets: "daemonset" },
  ...{ cj: "cronjob", cronjobs: "cronjob", no: "node", nodes: "node" },
};
const longKinds: ReadonlySet<string> = new Set(Object.values(kinds));

/** One text for the ways in which people write the same words for kubectl. */
const normal = (words: readonly string[]): string => {
  const joined: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [text = "", next] = [words[at], words[at + 1]];
    const [kind = "", name] = text.split("/");
    const long = kinds[kind] ?? kind;
    if ((text === "-n" || text === "--namespace") && next !== undefined) {
      joined.push(`--namespace=${next}`);
      at += 1;
    } else if (name !== undefined && longKinds.has(long)) joined.push(`${long}/${name}`);
    else if (longKinds.has(long) && next !== undefined && !next.startsWith("-")) {
      joined.push(`${long}/${next}`);
      at += 1;
    } else joined.push(text);
  }
  const isOption = (text: string): boolean => text.startsWith("-");
  return JSON.stringify([...joined.filter((text) => !isOption(text)), ...joined.filter(isOption).sort()]);
};

/** The command that captures an entry, quoted for a shell. */
export const captureCommand = (draft: Readonly<Record<string, unknown>>): string =>
  `steadystate add-solution ${shellWord(JSON.stringify(draft))}`;

/** `CrashLoopBackOff` → `crash-loop-back-off-fix`, and another where that is taken. */
export const entryName = (category: string, entries: readonly Pick<Solution, "name">[]): string => {
  const slug = category
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50)
    .replace(/-+$/, "");
  const base = slug === "" ? "fix" : `${slug}-fix`;
  const isTaken = (name: string): boolean => entries.some((one) => one.name === name);
  let name = base;
  for (let more = 2; isTaken(name); more += 1) name = `${base}-${more}`;
  return name;
};
