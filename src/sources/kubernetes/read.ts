import { decodeText, parseJson } from "../../core/document.ts";
import { SteadystateError } from "../../errors.ts";
import { parseManifests } from "../../platform/kubernetes/manifests.ts";
import type { Hands } from "../../system/hands.ts";
import type { Reading, SourceRequest } from "../source.ts";

/** How a snapshot is made; both commands only read. */
export const captureHint =
  "make one: kubectl create --dry-run=client -o json -f manifests/ > declared.json; kubectl get -o json -f manifests/ > observed.json; jq -n '{declared: $d, observed: $o}' --slurpfile d declared.json --slurpfile o observed.json > snapshot.json";

const documentCap = 256 * 1024 * 1024;

/** A captured document, in JSON or YAML. */
export const readSnapshot = async ({ path }: SourceRequest, { files }: Hands): Promise<Reading> => {
  const documents = await readDocuments(path, files, captureHint);
  return { document: joined(documents), origin: "captured", path, warnings: [] };
};

/**
 * The documents of a file: one of JSON, or those of a YAML stream. Throws `input-invalid`, with `hint` as the way to a better
 * one.
 */
export const readDocuments = async (
  path: string,
  files: Hands["files"],
  hint: string,
): Promise<readonly unknown[]> => {
  const unreadable = (clause: string, place: Place = {}): SteadystateError =>
    unreadableAt(path, clause, place, hint);
  const decoded = decodeText(await files.readBytes(path, documentCap));
  if (!decoded.ok) throw unreadable(`is neither JSON nor YAML: ${decoded.why}`);
  const text = decoded.text;
  if (text.trim() === "") throw unreadable("is empty");
  const json = parseJson(text);
  if (json.ok) return [json.value];
  // A flow map of YAML looks like this too, but whoever writes a bracket first means JSON, and is told so.
  if (/^\s*[{[]/.test(text))
    throw unreadable(`is not JSON: ${json.why} (line ${json.line}, column ${json.column})`, json);
  const yaml = parseManifests(text);
  if (yaml.ok) return yaml.documents;
  throw unreadable(`is not usable YAML: ${yaml.why} (line ${yaml.line}, column ${yaml.column})`, yaml);
};

/** A stream may tell its sides in several documents. */
const joined = (documents: readonly unknown[]): unknown => {
  const [first] = documents;
  if (documents.length < 2) return first ?? null;
  const sides = documents.filter(isSides);
  if (sides.length < documents.length) return documents;
  const of = (side: "declared" | "observed") =>
    sides.flatMap((document) => (side in document ? [document[side]] : []));
  const [declared, observed] = [of("declared"), of("observed")];
  return {
    ...(declared.length === 0 ? {} : { declared }),
    ...(observed.length === 0 ? {} : { observed }),
  };
};

const isSides = (document: unknown): document is Readonly<Record<string, unknown>> =>
  typeof document === "object" && document !== null && ("declared" in document || "observed" in document);

type Place = { readonly line?: number; readonly column?: number };

const unreadableAt = (
  path: string,
  clause: string,
  { line, column }: Place,
  hint: string,
): SteadystateError =>
  new SteadystateError("input-invalid", `${path} ${clause}`, {
    hint,
    details: { path, ...(line === undefined ? {} : { line, column }) },
  });
