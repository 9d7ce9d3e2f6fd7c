import { z } from "zod";
import { parseJson } from "../../core/document.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { Run } from "../../system/run.ts";
import { type Answer, failure } from "./failure.ts";
import { askJson } from "./kubectl.ts";

/** What matters of a kubeconfig before it is used. */
export type Kubeconfig = {
  readonly contexts: readonly string[];
  /** Users for whose credential a program is run. */
  readonly programs: readonly string[];
};

const Named = z.object({ name: z.string() });
const View = z.object({
  clusters: z.array(Named.extend({ cluster: z.object({ server: z.string().min(1) }) })).min(1),
  contexts: z.array(Named).min(1),
  users: z.array(Named.extend({ user: z.record(z.string(), z.unknown()) })).nullish(),
});

/**
 * Judges a text that stands in the file at `kubeconfig`. `kind: Config` must be in it, as JSON or as a line of its own; all
 * else is told by kubectl's own reader, so that what is judged is what is used. Contacts nothing, and quotes nothing of it.
 */
export const inspectKubeconfig = async (
  text: string,
  kubeconfig: string,
  { run, cwd }: { readonly run: Run; readonly cwd: string },
): Promise<Answer<Kubeconfig>> => {
  if (!saysConfig(text)) return failure("misconfigured", "has no kind: Config");
  const access = { context: undefined, kubeconfig };
  const kubectl = { access, run, cwd, timeout: 10_000, left: () => 20_000 };
  const viewed = await askJson(kubectl, ["config", "view", "-o", "json"]);
  if (!viewed.ok)
    return viewed.class === "tool-missing" || viewed.class === "timed-out"
      ? viewed
      : failure("misconfigured", "cannot be read by kubectl");
  const read = View.safeParse(viewed.value);
  if (!read.success) return failure("misconfigured", "names no cluster, or no context");
  return {
    ok: true,
    value: {
      contexts: read.data.contexts.map(({ name }) => name).sort(byCodeUnit),
      programs: (read.data.users ?? [])
        .filter(({ user }) => user["exec"] !== undefined || user["auth-provider"] !== undefined)
        .map(({ name }) => name)
        .sort(byCodeUnit),
    },
  };
};

const saysConfig = (text: string): boolean => {
  const parsed = parseJson(text);
  if (!parsed.ok) return /^(["']?)kind\1:[ \t]+(["']?)Config\2[ \t]*(?:#.*)?\r?$/m.test(text);
  return z.object({ kind: z.literal("Config") }).safeParse(parsed.value).success;
};
