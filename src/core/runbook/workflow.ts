import { type ReadTemplate, readTemplate, type Template, type TemplateWord } from "./template.ts";

const owner = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})";
const repository = "(?!\\.{1,2}/)[A-Za-z0-9_.-]{1,100}";
const locator = new RegExp(
  `^(?:(${owner}/${repository})/)?([A-Za-z0-9_][A-Za-z0-9_.-]*\\.ya?ml)(?:@([A-Za-z0-9_][A-Za-z0-9_./-]*))?$`,
);
const input = /^[A-Za-z_][A-Za-z0-9_-]{0,99}=/;

/**
 * `acme/infra/rebuild.yml@main region={region}` as the call of GitHub's own tool that starts it. Which workflow and which ref is
 * never filled in; each input is one word.
 */
export const readWorkflow = (text: string): ReadTemplate => {
  const read = readTemplate(text);
  if (!read.ok) return read;
  const [place, ...inputs] = read.template;
  const [, repo, file, ref] =
    locator.exec(typeof place?.[0] === "string" && place.length === 1 ? place[0] : "") ?? [];
  if (file === undefined || ref?.includes("..") === true)
    return { ok: false, why: "must begin with a workflow, as in acme/infra/rebuild.yml@main" };
  const wrong = inputs.find(([first]) => typeof first !== "string" || !input.test(first));
  if (wrong !== undefined) return { ok: false, why: "has an input that is no name=value" };
  const words: Template = [
    ...["gh", "workflow", "run", file].map((word): TemplateWord => [word]),
    ...(repo === undefined ? [] : [[`--repo=${repo}`]]),
    ...(ref === undefined ? [] : [[`--ref=${ref}`]]),
    ...inputs.map(([first, ...rest]): TemplateWord => [`--raw-field=${first}`, ...rest]),
  ];
  return { ok: true, template: words };
};
