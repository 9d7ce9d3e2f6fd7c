import { k8s } from "../../../src/sources/k8s.ts";
import type { Reading } from "../../../src/sources/source.ts";
import { readEnv } from "../../../src/system/env.ts";
import { makeFiles } from "../../../src/system/files.ts";
import type { Hands } from "../../../src/system/hands.ts";
import { temporaryFolder } from "../../support/repo.ts";
import { requestFor } from "../../support/request.ts";

const unused = (): never => {
  throw new Error("a captured snapshot runs and asks nothing");
};

/** The text as the source reads it from a file called `snapshot`. */
export const readingOf = async (text: string): Promise<Reading> => {
  const folder = temporaryFolder({});
  folder.writeRaw("snapshot", text);
  const hands: Hands = { env: readEnv({}), files: makeFiles(), run: unused, http: unused };
  const request = requestFor(folder.at("snapshot"), "file");
  return { ...(await k8s.read(request, hands)), path: "snapshot" };
};
