import { basename } from "node:path";
import type { Context } from "../../context.ts";
import { redactText } from "../../core/secret.ts";
import type { TargetWish } from "../../intent/targets.ts";
import type { Surroundings } from "./look-around.ts";

/** What would make a target and is not made one, and why. */
export type Left = { readonly what: string; readonly why: string };

export type Candidates = { readonly wishes: readonly TargetWish[]; readonly left: readonly Left[] };

/** The targets that what lies here suggests, in the order in which they go into the file. */
export const candidatesOf = (
  { inputs, captured, places, sights }: Surroundings,
  { unreachable }: { readonly unreachable: boolean },
  { place }: Context,
): Candidates => {
  const nameOf = (path: string): string => slug(path === "." ? basename(place.cwd) : path);
  const roots = inputs.roots.map(
    ({ path }): TargetWish => ({ name: nameOf(path), source: "terraform", path }),
  );
  const live = new Set(sights.filter(({ inputs: folders }) => folders.length > 0).map(({ name }) => name));
  const documents = captured
    .filter(({ source }) => !live.has(source))
    .flatMap(({ path, source }): readonly TargetWish[] =>
      isCapturedSource(source) ? [{ name: nameOf(path.replace(/\.\w+$/, "")), source, path }] : [],
    );
  const isWanted = ({ state }: (typeof places)[number]): boolean => unreachable || state === "answers";
  const clusters = places
    .filter(isWanted)
    .filter(isUsable)
    .map(
      ({ context, kubeconfig }): TargetWish => ({
        ...{ name: slug(context), source: "k8s-live", context },
        ...(kubeconfig === undefined ? {} : { kubeconfig }),
      }),
    );
  return {
    wishes: [...roots, ...documents, ...clusters],
    left: [
      ...captured
        .filter(({ source }) => live.has(source))
        .map(({ path, source }) => ({ what: path, why: `the folders that ${source} reads are here` })),
      ...[...inputs.charts, ...inputs.overlays].map((path) => ({
        what: path,
        why: "which cluster runs it is not known: steadystate verify takes it with --context or --target",
      })),
      ...places
        .filter((one) => !isWanted(one))
        .map(({ context, state, why }) => ({
          what: `context ${context}`,
          why: `${state === "silent" ? "does not answer, " : ""}--unreachable adds it: ${why}`,
        })),
      ...places
        .filter((one) => isWanted(one) && !isUsable(one))
        .map(({ context }) => ({
          what: `context ${context}`,
          why: "its name looks like an option, or like a secret",
        })),
    ],
  };
};

const isCapturedSource = (source: string): source is "terraform" | "k8s" | "argocd" | "rancher" | "helm" =>
  ["terraform", "k8s", "argocd", "rancher", "helm"].includes(source);

/** A committed file holds no secret, and nothing that a tool takes for an option. */
const isUsable = ({ context }: { readonly context: string }): boolean =>
  !context.startsWith("-") && context.trim() === context && redactText(context) === context;

/** A name that can be typed; `all` means every target. */
const slug = (text: string): string => {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return plain === "" || plain === "all" ? `target${plain === "" ? "" : "-all"}` : plain;
};
