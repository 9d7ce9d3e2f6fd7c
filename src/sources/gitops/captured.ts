import type { Tool } from "../../platform/gitops/objects.ts";
import type { Hands } from "../../system/hands.ts";
import { readDocuments } from "../kubernetes/read.ts";
import type { Reading, SourceRequest } from "../source.ts";

/** A document that somebody captured of the tool's objects, one or a stream of several. */
export const readCaptured = async (
  { path }: Pick<SourceRequest, "path">,
  { captureHint }: Pick<Tool, "captureHint">,
  files: Hands["files"],
): Promise<Reading> => {
  const documents = await readDocuments(path, files, captureHint);
  const document = documents.length === 1 ? documents[0] : documents;
  return { document, origin: "captured", path, warnings: [], readAt: Date.now() };
};
