import type { Reach } from "../../src/executors/executor.ts";
import type { Cluster } from "../../src/platform/kubernetes/cluster.ts";
import type { Access } from "../../src/platform/kubernetes/kubectl.ts";
import { type Env, readEnv } from "../../src/system/env.ts";
import { makeFiles } from "../../src/system/files.ts";

const unasked = (): never => {
  throw new Error("nobody asks this");
};

type Reached = {
  /** The context that was resolved. */
  readonly context: string;
  readonly access: Access;
  readonly look?: Partial<Cluster>;
  readonly env?: Env;
};

/** A reach that leads to no cluster, for what is only worked out. */
export const reachOf = ({ context, access, look = {}, env = readEnv({}) }: Reached): Reach => ({
  folder: "/wall",
  keep: "/wall/.steadystate/plans",
  cluster: {
    look: {
      effective: { context, cluster: "prod", server: "https://prod", namespace: undefined, ambient: false },
      ...{ list: unasked, get: unasked, some: unasked, groups: unasked, served: unasked, version: unasked },
      ...{ uid: unasked, whoAmI: unasked, canI: unasked, logs: unasked, disks: unasked, helm: unasked },
      ...look,
    },
    access,
    env: {},
  },
  program: async () => undefined,
  lent: () => ({}),
  terraform: { bin: "terraform", varFiles: [], lock: false, timeout: 1000, env: {} },
  seal: unasked,
  time: { elapsed: () => 0, pause: async () => {} },
  hands: { run: unasked, files: makeFiles(), env },
});
