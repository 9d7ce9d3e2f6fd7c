import { join } from "node:path";
import { makeMasker, redactText } from "../../core/secret.ts";
import { parseManifests } from "../../platform/kubernetes/manifests.ts";
import type { Files } from "../../system/files.ts";

/** Takes out of a text what the values of a chart hold in secret: a template may quote them where it fails. */
export const redactorOf = async (
  chart: string,
  values: readonly string[],
  files: Files,
): Promise<(text: string) => string> => {
  const masker = makeMasker();
  for (const file of [join(chart, "values.yaml"), ...values]) {
    const text = await files.readText(file);
    const parsed = text === undefined ? undefined : parseManifests(text);
    for (const document of parsed?.ok === true ? parsed.documents : []) masker.learn(document, undefined);
  }
  return (text) => redactText(masker.text(text)).slice(0, 500);
};
