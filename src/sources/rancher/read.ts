import { fleetLook, fleetTool } from "../../platform/gitops/fleet/tool.ts";
import type { Hands } from "../../system/hands.ts";
import { readCaptured } from "../gitops/captured.ts";
import { readLive } from "../gitops/live.ts";
import type { Reading, SourceRequest } from "../source.ts";

export const readFleet = async (request: SourceRequest, { files }: Hands): Promise<Reading> =>
  request.kind === "nothing" ? readLive(request, fleetLook) : readCaptured(request, fleetTool, files);
