import { shellWord } from "../../core/shell-word.ts";
import { SteadystateError } from "../../errors.ts";
import type { Surroundings } from "./look-around.ts";

/** Pinned by commit, so that a tag that is moved changes nothing. */
const actions = {
  checkout: "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2",
  node: "actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0",
  terraform: "hashicorp/setup-terraform@b9cd54a3c349d3f38e8881555d616ced269862dd # v3.1.2",
} as const;

/**
 * A GitHub Actions workflow with one job for each Terraform root and each captured document; each fails where `ci` does. Throws
 * `nothing-to-look-at` where there is none of them.
 */
export const workflowOf = ({ inputs, captured }: Surroundings, version: string): string => {
  const roots = inputs.roots.map(({ path }): Job => ({ path, source: undefined, plans: true }));
  const documents = captured.map(
    ({ path, source }): Job => ({
      path,
      source: source === "terraform" ? undefined : source,
      plans: false,
    }),
  );
  const jobs = [...roots, ...documents];
  const fit = jobs.filter(({ path }) => !isExpression(path));
  if (fit.length === 0)
    throw new SteadystateError(
      "nothing-to-look-at",
      "there is no Terraform root and no captured document here",
      {
        hint: "steadystate discover says what is here",
      },
    );
  const left = jobs.length - fit.length;
  const lines = [
    ...head,
    ...(left === 0 ? [] : [`# Left out: ${left} whose path GitHub would read as an expression.`]),
    ...frame,
    ...fit.flatMap((job, at) => jobLines(job, `look-${at + 1}`, version)),
  ];
  return `${lines.join("\n")}\n`;
};

type Job = { readonly path: string; readonly source: string | undefined; readonly plans: boolean };

/** In a workflow this is code, wherever it stands. */
const isExpression = (path: string): boolean => path.includes("${{");

const head = [
  "# Save as .github/workflows/steadystate.yml. Each job fails where steadystate ci does: status 1 is a tripped gate,",
  "# 3 something that could not be looked at. What a plan needs to log in is yours to add; keep it out of this file.",
] as const;

const frame = [
  "name: steadystate",
  "on:",
  "  pull_request:",
  "  schedule:",
  '    - cron: "17 5 * * *"',
  "permissions:",
  "  contents: read",
  "concurrency:",
  `  group: steadystate-\${{ github.ref }}`,
  "  cancel-in-progress: true",
  "jobs:",
] as const;

const jobLines = ({ path, source, plans }: Job, id: string, version: string): readonly string[] => {
  const word = shellWord(path.startsWith("-") ? `./${path}` : path);
  const ci = `npx --yes steadystate@${version} ci ${word}${source === undefined ? "" : ` --source ${source}`}`;
  return [
    `  ${id}:`,
    `    name: ${quoted(path)}`,
    "    runs-on: ubuntu-24.04",
    "    timeout-minutes: 30",
    "    steps:",
    `      - uses: ${actions.checkout}`,
    "        with:",
    "          persist-credentials: false",
    `      - uses: ${actions.node}`,
    "        with:",
    '          node-version: "22"',
    ...(plans
      ? [
          `      - uses: ${actions.terraform}`,
          "        with:",
          "          terraform_wrapper: false",
          `      - run: ${quoted(`terraform -chdir=${word} init -input=false`)}`,
        ]
      : []),
    `      - run: ${quoted(ci)}`,
  ];
};

/** A JSON text is a YAML text, whatever stands in it. */
const quoted = (text: string): string => JSON.stringify(text);
