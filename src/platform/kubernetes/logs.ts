import { isStamped } from "../../core/logs/lines.ts";
import { redactText } from "../../core/secret.ts";
import { type Answer, failure } from "./failure.ts";
import { askText, type Kubectl } from "./kubectl.ts";
import { isName } from "./name.ts";

/** The log of one container, each line behind the instant at which it was written. */
export type LogWish = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Of the run before the one that goes on. */
  readonly previous: boolean;
  /** Only lines of the last so many seconds; all without it. */
  readonly since?: number | undefined;
};

/** Lines of one log, and of one whose lines are so long that the newest would be cut off. */
const [mostLines, fewLines] = [200, 20] as const;
/** Bytes of one log. The server cuts at the end, where the newest lines are. */
const mostBytes = 256 * 1024;

export const readLogs = async (kubectl: Kubectl, wish: LogWish): Promise<Answer<string>> => {
  if (![wish.namespace, wish.pod, wish.container].every(isName))
    return failure("garbled", "it is called as no pod or container can be called");
  const first = await ask(kubectl, wish, mostLines);
  if (!first.ok || !isFull(first.value)) return first;
  const again = await ask(kubectl, wish, fewLines);
  if (!again.ok || !isFull(again.value)) return again;
  // A line that was cut could hold half a secret, which nothing recognises.
  const value = wholeLines(again.value);
  return value === "" ? failure("garbled", "its lines are longer than what is read") : { ok: true, value };
};

const isFull = (text: string): boolean => Buffer.byteLength(text) >= mostBytes - 8;

const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf("\n") + 1);

const ask = async (kubectl: Kubectl, wish: LogWish, lines: number): Promise<Answer<string>> => {
  const said = await askText(kubectl, ["get", "--raw", pathOf(wish, lines)]);
  if (!said.ok || isStamped(said.value)) return said;
  // A kubelet that cannot read a log says so where the log would stand.
  const [line = ""] = said.value.trim().split("\n");
  return failure("garbled", `what came is no log: ${redactText(line).slice(0, 200)}`);
};

/** By the path, and not with `kubectl logs`: no discovery, so no cache is written, and no name can be an option. */
const pathOf = ({ namespace, pod, container, previous, since }: LogWish, lines: number): string => {
  const query = [
    `container=${container}`,
    `tailLines=${lines}`,
    `limitBytes=${mostBytes}`,
    "timestamps=true",
    ...(since === undefined ? [] : [`sinceSeconds=${since}`]),
    ...(previous ? ["previous=true"] : []),
  ];
  return `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query.join("&")}`;
};
