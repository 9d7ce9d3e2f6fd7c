import type { Masker } from "../../../core/secret.ts";
import { isList, isMap, type Value, type ValueMap } from "../../../core/value.ts";
import { at, kindOf, mapAt } from "./thing.ts";

/** One object: as it was found, without what is never compared, and the same as it may be shown. */
export type Held = { readonly object: ValueMap; readonly plain: ValueMap; readonly masked: ValueMap };

/** Tells the masker what must not be shown; every object has to be learnt before the first is held. */
export const learn = (object: ValueMap, masker: Masker): void => {
  const plain = prepared(object);
  masker.learn(plain, marksOf(plain));
  const data = kindOf(plain) === "Secret" ? mapAt(plain, "data") : {};
  // The clear text too: it may stand in an argument or a variable of another object.
  for (const value of Object.values(data))
    if (typeof value === "string") masker.learn(Buffer.from(value, "base64").toString("utf8"), true);
};

export const hold = (object: ValueMap, masker: Masker): Held => {
  const plain = prepared(object);
  const masked = masker.mask(plain, marksOf(plain));
  return { object, plain, masked: isMap(masked) ? masked : {} };
};

/** For a comparison of which only the places are told, never a value. */
export const unmasked = (object: ValueMap): Held => {
  const plain = prepared(object);
  return { object, plain, masked: plain };
};

/** Every value of a Secret, whatever its key is called. */
const marksOf = (plain: ValueMap): unknown =>
  kindOf(plain) === "Secret"
    ? { data: Object.fromEntries(Object.keys(mapAt(plain, "data")).map((key) => [key, true])) }
    : undefined;

/** Without the server's own fields and the bookkeeping of tools; a Secret's texts stand in `data`, as they live. */
const prepared = (object: ValueMap): ValueMap => {
  const { status: _status, metadata, stringData, ...rest } = object;
  const kept = { ...rest, metadata: metadataOf(metadata) };
  const plain = withTemplates(
    kindOf(object) === "Secret" ? withTexts(kept, stringData) : withMore(kept, stringData),
  );
  return plain;
};

const withMore = (rest: ValueMap, stringData: Value | undefined): ValueMap =>
  stringData === undefined ? rest : { ...rest, stringData };

const withTexts = (rest: ValueMap, stringData: Value | undefined): ValueMap => {
  if (!isMap(stringData)) return rest;
  const written = Object.entries(stringData).map(([key, value]): [string, Value] => [
    key,
    typeof value === "string" ? Buffer.from(value).toString("base64") : value,
  ]);
  return { ...rest, data: { ...mapAt(rest, "data"), ...Object.fromEntries(written) } };
};

const metadataOf = (metadata: Value | undefined): ValueMap => {
  const kept = ["name", "namespace", "labels", "annotations", "finalizers"].flatMap((key) => {
    const value = at(metadata, key);
    if (value === undefined) return [];
    return [[key, key === "annotations" && isMap(value) ? annotationsOf(value) : value] as const];
  });
  return Object.fromEntries(kept);
};

const annotationsOf = (annotations: ValueMap): ValueMap =>
  Object.fromEntries(Object.entries(annotations).filter(([key]) => !bookkeeping.test(key)));

/** What kubectl, helm, Argo CD, cert-manager, Rancher and the controllers write down for themselves. */
const bookkeeping = new RegExp(
  `^(?:${[
    "kubectl\\.kubernetes\\.io/(?:last-applied-configuration|restartedAt)",
    "deployment\\.kubernetes\\.io/",
    "deprecated\\.daemonset\\.template\\.generation$",
    "meta\\.helm\\.sh/",
    "argocd\\.argoproj\\.io/(?:tracking-id|refresh|installation-id)$",
    "notified\\.notifications\\.argoproj\\.io",
    "cert-manager\\.io/(?:certificate-(?:name|revision)|private-key-secret-name|(?:alt|common)-names?|(?:ip|uri)-sans|issuer-(?:name|kind|group))$",
    "rollout\\.argoproj\\.io/",
    "(?:objectset|field)\\.(?:rio\\.)?cattle\\.io/",
    "control-plane\\.alpha\\.kubernetes\\.io/leader$",
    "autoscaling\\.alpha\\.kubernetes\\.io/",
    "(?:pv|volume)(?:\\.beta)?\\.kubernetes\\.io/",
    "endpoints\\.kubernetes\\.io/",
  ].join("|")})`,
);

/** Templates carry metadata of their own, and claim templates a status. */
const withTemplates = (plain: ValueMap): ValueMap => {
  const spec = at(plain, "spec");
  if (!isMap(spec)) return plain;
  const claims = spec["volumeClaimTemplates"];
  return {
    ...plain,
    spec: {
      ...spec,
      ...("template" in spec ? { template: templateOf(spec["template"] ?? null) } : {}),
      ...(isList(claims) ? { volumeClaimTemplates: claims.map(templateOf) } : {}),
      ...("jobTemplate" in spec ? { jobTemplate: jobOf(spec["jobTemplate"] ?? null) } : {}),
    },
  };
};

const templateOf = (template: Value): Value => {
  if (!isMap(template)) return template;
  const { status: _status, metadata, ...rest } = template;
  return metadata === undefined ? rest : { ...rest, metadata: metadataOf(metadata) };
};

const jobOf = (job: Value): Value => {
  const [done, spec] = [templateOf(job), at(job, "spec")];
  if (!isMap(done) || !isMap(spec) || !("template" in spec)) return done;
  return { ...done, spec: { ...spec, template: templateOf(spec["template"] ?? null) } };
};
