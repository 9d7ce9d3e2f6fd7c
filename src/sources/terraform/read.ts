import { join } from "node:path";
import { decodeText, parseJson } from "../../core/document.ts";
import { SteadystateError } from "../../errors.ts";
import { captureHint } from "../../platform/terraform/gate.ts";
import { documentCap, planArgv, planInto, showArgv, workspaceIn } from "../../platform/terraform/plan.ts";
import type { Hands } from "../../system/hands.ts";
import type { Reading, SourceRequest } from "../source.ts";

/** A captured plan document, or a plan made here and now; the folder that is planned stays as it was. */
export const readPlan = (refresh: boolean, request: SourceRequest, hands: Hands): Promise<Reading> =>
  request.kind === "file" ? readCaptured(request.path, hands) : planFolder(refresh, request, hands);

/** The workspace as the tool itself finds it; `undefined` for the default one. */
export const workspaceOf = async (
  { path, kind }: SourceRequest,
  hands: Hands,
): Promise<string | undefined> => (kind === "file" ? undefined : workspaceIn(path, hands));

/** Every argv that {@link readPlan} may run, with placeholders. */
export const observed = (refresh: boolean): readonly (readonly string[])[] => [
  planArgv(
    { bin: "terraform", lock: "<true or false>", varFiles: ["<file>"], refresh, targets: [] },
    "<temporary file>",
  ),
  showArgv("terraform", "<temporary file>"),
];

const readCaptured = async (path: string, { files }: Hands): Promise<Reading> => {
  const bytes = await files.readBytes(path, documentCap);
  if (isZip(bytes)) {
    throw notJson(path, "it is a binary plan file", `terraform show -json ${path} > plan.json`);
  }
  const decoded = decodeText(bytes);
  if (!decoded.ok) throw notJson(path, decoded.why, captureHint);
  const parsed = parseJson(decoded.text);
  if (parsed.ok) return { document: parsed.value, origin: "captured", path, warnings: [] };
  const { line, column } = parsed;
  if (isEventStream(decoded.text))
    throw notJson(
      path,
      "it is a terraform plan -json event stream",
      `its lines are progress, not the plan; ${captureHint}`,
    );
  if (isScreenText(decoded.text)) throw notJson(path, "it is the plan as printed for people", captureHint);
  throw new SteadystateError(
    "input-invalid",
    `${path} is not JSON: ${parsed.why} (line ${line}, column ${column})`,
    {
      hint: captureHint,
      details: { path, line, column },
    },
  );
};

const notJson = (path: string, found: string, hint: string): SteadystateError =>
  new SteadystateError("input-invalid", `${path} is not a plan document: ${found}`, {
    hint,
    details: { path },
  });

/** A saved plan is a ZIP archive. */
const isZip = ([a, b, c, d]: Uint8Array): boolean => a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04;

const isEventStream = (text: string): boolean => {
  const first = parseJson(text.slice(0, text.indexOf("\n") + 1 || undefined));
  return first.ok && typeof first.value === "object" && first.value !== null && "@level" in first.value;
};

const isScreenText = (text: string): boolean =>
  /^(?:Terraform|OpenTofu) (?:will perform|used the selected providers)|^No changes\./m.test(
    text.slice(0, 100_000),
  );

const planFolder = async (refresh: boolean, request: SourceRequest, hands: Hands): Promise<Reading> => {
  const { path, settings } = request;
  await demandConfiguration(path, hands);
  const { bin, varFiles, lock, timeout } = settings.terraform;
  const planning = { folder: path, bin, varFiles, lock, timeout, refresh, targets: [] };
  const document = await hands.files.withTemporaryFolder((temporary) =>
    planInto(join(temporary, "plan"), planning, hands),
  );
  return {
    document,
    origin: "live",
    path,
    warnings: withheldArguments(hands),
  };
};

const withheldArguments = ({ env }: Hands): readonly string[] =>
  (["TF_CLI_ARGS", "TF_CLI_ARGS_plan", "TF_CLI_ARGS_show"] as const).flatMap((name) =>
    env.get(name) === undefined
      ? []
      : [`${name} is set; terraform does not get it here, use [terraform] var_files instead`],
  );

const demandConfiguration = async (path: string, { files }: Hands): Promise<void> => {
  const names = await files.list(path);
  if (names.some((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name))) return;
  const other = names.find((name) => /\.tfstack\.hcl$|\.tfcomponent\.hcl$|^terragrunt\.hcl$/.test(name));
  throw new SteadystateError(
    "nothing-to-look-at",
    other === undefined
      ? `${path} has no Terraform files`
      : `${path} has no Terraform files, and ${other} is not covered`,
    {
      hint:
        other === undefined
          ? "give the folder that holds the *.tf files, or a captured plan"
          : `plan each deployment by itself, then ${captureHint}`,
      details: { path },
    },
  );
};
