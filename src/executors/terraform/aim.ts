import { isAbsolute, resolve } from "node:path";
import { dataFolderOf } from "../../platform/terraform/plan.ts";
import type { Executor } from "../executor.ts";
import { keptPath } from "./keep.ts";

/** The words of the catalog with the kept plan in the place of the last one, in the folder that was planned. */
export const aim: Executor["aim"] = (argv, { parameters, facts }, reach) => {
  const { folder, keep, terraform, hands } = reach;
  const [, ...words] = argv;
  const plan = keptPath(keep, facts, String(parameters["plan"]));
  return {
    argv: [binary(terraform.bin, folder), `-chdir=${folder}`, ...words.slice(0, -1), plan],
    env: {
      ...terraform.env,
      ...{ TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1", TF_WORKSPACE: String(parameters["workspace"]) },
      ...(hands.env.get("TF_DATA_DIR") === undefined ? {} : { TF_DATA_DIR: dataFolderOf(folder, hands) }),
    },
  };
};

/** A path is meant from the folder that is planned, as it is for every read. */
const binary = (bin: string, folder: string): string =>
  bin.includes("/") && !isAbsolute(bin) ? resolve(folder, bin) : bin;
