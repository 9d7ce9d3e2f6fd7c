import { z } from "zod";
import { type Answer, failure } from "./failure.ts";
import { askPath, type Kubectl, plainValue } from "./kubectl.ts";

/** A kind by its place in the API; `group` is empty for the core. */
export type Kind = { readonly group: string; readonly version: string; readonly resource: string };

/** An object as the cluster told it, with the kind and version that a server leaves out of a list; nothing is masked yet. */
export type Thing = Readonly<Record<string, unknown>>;

const pageSize = 500;
/** More than any cluster holds; a server that never ends must not keep us. */
const mostPages = 2000;

const Page = z.object({
  kind: z.string().endsWith("List"),
  metadata: z.object({ continue: z.string().optional() }).optional(),
  items: z.array(z.record(z.string(), z.unknown())),
});

export const listAll = async (
  kubectl: Kubectl,
  kind: Kind,
  namespace: string | undefined,
): Promise<Answer<readonly Thing[]>> => {
  const [path, version] = [pathOf(kind, namespace), versionOf(kind)];
  const first = await pages(kubectl, path, version);
  // A list that took longer than its token lives can only be taken again, whole.
  return !first.ok && first.class === "garbled" && first.why.includes("continue parameter")
    ? pages(kubectl, path, version)
    : first;
};

const pages = async (
  kubectl: Kubectl,
  path: string,
  apiVersion: string,
): Promise<Answer<readonly Thing[]>> => {
  const things: Thing[] = [];
  let next = "";
  for (let page = 0; page < mostPages; page += 1) {
    const more = next === "" ? "" : `&continue=${encodeURIComponent(next)}`;
    const answer = await askPath(kubectl, `${path}?limit=${pageSize}${more}`);
    if (!answer.ok) return answer;
    const read = Page.safeParse(answer.value);
    if (!read.success) return failure("garbled", "the answer is no list of objects");
    const kind = read.data.kind.slice(0, -"List".length);
    things.push(...read.data.items.map((item) => ({ apiVersion, kind, ...item })));
    next = read.data.metadata?.continue ?? "";
    if (next === "") return { ok: true, value: things };
  }
  return failure("garbled", `the list has more than ${mostPages * pageSize} objects`);
};

const versionOf = ({ group, version }: Kind): string => (group === "" ? version : `${group}/${version}`);

const pathOf = ({ group, version, resource }: Kind, namespace: string | undefined): string => {
  const part = (what: string, value: string): string => encodeURIComponent(plainValue(what, value));
  const root = group === "" ? "/api" : `/apis/${part("group", group)}`;
  const inside = namespace === undefined ? "" : `/namespaces/${part("namespace", namespace)}`;
  return `${root}/${part("version", version)}${inside}/${part("resource", resource)}`;
};
