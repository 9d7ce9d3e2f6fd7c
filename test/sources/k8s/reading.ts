import { k8s } from "../../../src/sources/k8s/index.ts";
import type { Reading } from "../../../src/sources/source.ts";
import { readEnv } from "../../../src/system/env.ts";
import { makeFiles } from "../../../src/system/files.ts";
import type { Hands } from "../../../src/system/hands.ts";
import { temporaryFolder } from "../../support/repo.ts";

const unused = (): never => {
  throw new Error("a captured snapshot runs and asks nothing");
};

/** The text as the source reads it from a file called `snapshot`. */
export const readingOf = async (text: string): Promise<Reading> => {
  const folder = temporaryFolder({});
  folder.writeRaw("snapshot", text);
  const hands: Hands = { env: readEnv({}), files: makeFiles(), run: unused, http: unused };
  const terraform = { bin: "", varFiles: [], lock: false, timeout: 0 };
  const request = { path: folder.at("snapshot"), kind: "file", settings: { terraform } } as const;
  return { ...(await k8s.read(request, hands)), path: "snapshot" };
};
