import { argoLook, argoTool } from "../../platform/gitops/argocd/tool.ts";
import type { Hands } from "../../system/hands.ts";
import { readCaptured } from "../gitops/captured.ts";
import { readLive } from "../gitops/live.ts";
import type { Reading, SourceRequest } from "../source.ts";

export const readApplications = async (request: SourceRequest, { files }: Hands): Promise<Reading> =>
  request.kind === "nothing" ? readLive(request, argoLook) : readCaptured(request, argoTool, files);
