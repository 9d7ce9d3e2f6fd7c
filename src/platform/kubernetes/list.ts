import { z } from "zod";
import { type Answer, failure } from "./failure.ts";
import { askPath, type Kubectl, plainValue } from "./kubectl.ts";
import { isName } from "./name.ts";

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

/** One object by its place; `not-found` where there is none. */
export const readOne = async (
  kubectl: Kubectl,
  kind: Kind,
  { namespace, name }: Named,
): Promise<Answer<Thing>> => {
  if (!isName(name)) return failure("failed", "what was asked for is no name of an object");
  const answer = await askPath(kubectl, `${pathOf(kind, namespace)}/${name}`);
  if (!answer.ok) return answer;
  const read = One.safeParse(answer.value);
  return read.success && read.data.metadata.name === name
    ? { ok: true, value: read.data }
    : failure("garbled", "the answer is not the object that was asked for");
};

/** Without a namespace it is one of the whole cluster. */
export type Named = { readonly namespace?: string; readonly name: string };

const One = z.looseObject({ metadata: z.looseObject({ name: z.string() }) });

/** At most so many objects, and those only whose fields are so. */
export type Part = { readonly most: number; readonly where?: string };
export type Some = { readonly things: readonly Thing[]; readonly cut: boolean };

/** The beginning of a list that may be endless; what was left out is told by `cut`. */
export const listSome = (kubectl: Kubectl, kind: Kind, part: Part): Promise<Answer<Some>> =>
  someOf(kubectl, pathOf(kind, undefined), versionOf(kind), part);

const pages = async (
  kubectl: Kubectl,
  path: string,
  apiVersion: string,
): Promise<Answer<readonly Thing[]>> => {
  const read = await someOf(kubectl, path, apiVersion, { most: mostPages * pageSize });
  if (!read.ok) return read;
  return read.value.cut
    ? failure("garbled", `the list has more than ${mostPages * pageSize} objects`)
    : { ok: true, value: read.value.things };
};

const someOf = async (
  kubectl: Kubectl,
  path: string,
  apiVersion: string,
  { most, where }: Part,
): Promise<Answer<Some>> => {
  const things: Thing[] = [];
  const fields = where === undefined ? "" : `&fieldSelector=${encodeURIComponent(where)}`;
  let next = "";
  do {
    const more = next === "" ? "" : `&continue=${encodeURIComponent(next)}`;
    const answer = await askPath(kubectl, `${path}?limit=${pageSize}${fields}${more}`);
    if (!answer.ok) return answer;
    const read = Page.safeParse(answer.value);
    if (!read.success) return failure("garbled", "the answer is no list of objects");
    const kind = read.data.kind.slice(0, -"List".length);
    things.push(...read.data.items.map((item) => ({ apiVersion, kind, ...item })));
    next = read.data.metadata?.continue ?? "";
  } while (next !== "" && things.length < most);
  return { ok: true, value: { things: things.slice(0, most), cut: next !== "" || things.length > most } };
};

const versionOf = ({ group, version }: Kind): string => (group === "" ? version : `${group}/${version}`);

const pathOf = ({ group, version, resource }: Kind, namespace: string | undefined): string => {
  const part = (what: string, value: string): string => encodeURIComponent(plainValue(what, value));
  const root = group === "" ? "/api" : `/apis/${part("group", group)}`;
  const inside = namespace === undefined ? "" : `/namespaces/${part("namespace", namespace)}`;
  return `${root}/${part("version", version)}${inside}/${part("resource", resource)}`;
};
