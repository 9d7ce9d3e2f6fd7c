import { z } from "zod";
import { parseJson } from "../../core/document.ts";
import type { Gap } from "../../core/observation.ts";
import type { ValueMap } from "../../core/value.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import {
  isObject,
  kindOf,
  mapAt,
  nameOf,
  namespaceOf,
  textAt,
} from "../../platform/kubernetes/compare/thing.ts";
import { type Answer, type Failure, failure } from "../../platform/kubernetes/failure.ts";
import { parseManifests } from "../../platform/kubernetes/manifests.ts";
import type { Stored } from "./live-document.ts";
import { apart } from "./rendered.ts";

export type KeptHere = {
  readonly stored: Stored | undefined;
  readonly gaps: readonly Gap[];
  readonly warnings: readonly string[];
};

const nothing: KeptHere = { stored: undefined, gaps: [], warnings: [] };

/** What helm keeps of a release. A chart need not have been installed with helm: without a release there is nothing to tell. */
export const keptOf = async (named: Named, ask: Ask): Promise<KeptHere> => {
  const revisions = await revisionsOf(named, ask);
  if (!revisions.ok) return revisions.why === "release: not found" ? nothing : unread(named, revisions);
  const { deployed, tried } = revisions.value;
  if (deployed === undefined) return nothing;
  const inForce = await manifestOf(named, deployed, ask);
  if (!inForce.ok) return unread(named, inForce);
  const attempt = tried === undefined ? undefined : await manifestOf(named, tried, ask);
  if (attempt?.ok === false) return unread(named, attempt);
  return { ...nothing, stored: { inForce: inForce.value, tried: attempt?.value ?? [] } };
};

/** Who may not read it still sees what lives; any other failure may have hidden what is deployed and declared no more. */
const unread = ({ name, namespace }: Named, { class: kind, why }: Failure): KeptHere => {
  const what = `what helm keeps of the release ${namespace}/${name}`;
  const so = "what was not applied yet is told apart only where the cluster says who set it";
  return kind === "forbidden"
    ? { ...nothing, warnings: [`${what} could not be read (${why}): ${so}`] }
    : { ...nothing, gaps: [{ what, why }] };
};

type Named = { readonly name: string; readonly namespace: string };
type Ask = Cluster["helm"];

/** The objects that a revision of a release was made of. Hooks and definitions beside the templates are no part of it. */
export const manifestOf = async (
  { name, namespace }: Named,
  revision: number,
  ask: Ask,
): Promise<Answer<readonly ValueMap[]>> => {
  const said = await ask(["get", "manifest", name, `--namespace=${namespace}`, `--revision=${revision}`]);
  if (!said.ok) return said;
  // A release without any object is an empty line.
  if (said.value === "") return failure("garbled", "helm get manifest said nothing at all");
  const parsed = parseManifests(said.value);
  if (!parsed.ok)
    return failure("garbled", `its manifest is not usable: ${parsed.why} (line ${parsed.line})`);
  const objects = parsed.documents.flatMap(apart);
  const whole = objects.filter(isWhole);
  return whole.length < objects.length
    ? failure("garbled", "its manifest holds something that is no object of Kubernetes")
    : { ok: true, value: whole.map((object) => placedIn(object, namespace)) };
};

/** In the namespace in which helm puts what names none. */
const placedIn = (object: ValueMap, namespace: string): ValueMap => ({
  ...object,
  metadata: { ...mapAt(object, "metadata"), namespace: namespaceOf(object) || namespace },
});

const isWhole = (document: unknown): document is ValueMap =>
  isObject(document) &&
  [textAt(document, "apiVersion"), kindOf(document), nameOf(document)].every((word) => word !== "");

/** A release that is known has one revision at least. */
const Rows = z.array(z.object({ revision: z.number().int(), status: z.string() })).min(1);

type Revisions = {
  /** The one that helm takes for deployed, which is where its next upgrade starts. */
  readonly deployed: number | undefined;
  /** A newer one that did not come to its end. */
  readonly tried: number | undefined;
};

const revisionsOf = async ({ name, namespace }: Named, ask: Ask): Promise<Answer<Revisions>> => {
  const said = await ask(["history", name, `--namespace=${namespace}`, "--output=json"]);
  if (!said.ok) return said;
  const parsed = parseJson(said.value);
  const rows = Rows.safeParse(parsed.ok ? parsed.value : undefined);
  if (!rows.success) return failure("garbled", "helm history printed something that is no list of revisions");
  const newest = rows.data.reduce((most, { revision }) => Math.max(most, revision), 0);
  const deployed = rows.data
    .filter(({ status }) => status === "deployed")
    .reduce((most, { revision }) => Math.max(most, revision), 0);
  return {
    ok: true,
    value: {
      deployed: deployed === 0 ? undefined : deployed,
      tried: newest > deployed ? newest : undefined,
    },
  };
};
