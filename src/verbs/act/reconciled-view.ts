import type { Block, Doc, Tone } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import { decisions } from "./offer-row.ts";
import type { Reconciled } from "./reconcile.ts";
import { settledBlocks } from "./settled-row.ts";

type Row = Reconciled["items"][number];

export const reconciledView = (result: Reconciled): Doc => {
  const { items, complete, gaps, muted } = result;
  return [
    headOf(result),
    ...(complete ? [] : [line("warn", "the look was not complete: there may be more")]),
    ...gaps.map(({ what, why }) => line("warn", `not seen: ${what}: ${why}`)),
    ...(muted === 0 ? [] : [line("plain", `${plural(muted, "drift")} muted, and left alone`)]),
    ...items.flatMap(settledBlocks),
    ...staleNote(items),
    nextOf(result),
  ];
};

const line = (tone: Tone, text: string): Block => ({ kind: "line", tone, text });

const headOf = ({ items, source, path, complete, applied }: Reconciled): Block => {
  if (items.length === 0)
    return line(
      complete ? "good" : "warn",
      `${source} shows no drift in ${path}${complete ? "" : " that it could see"}`,
    );
  const count = (state: Row["state"]): number => items.filter((row) => row.state === state).length;
  const ready = count("previewed");
  const told = applied
    ? `${count("acted")} taken, ${count("waits")} waiting for a person`
    : `${ready} could be put right, nothing was done yet`;
  return { kind: "heading", text: `${plural(items.length, "drift")} in ${path}: ${told}` };
};

/** Each apply counts the state up, and terraform takes no plan that was made before. */
const staleNote = (items: readonly Row[]): Doc =>
  items.filter(({ state }) => state === "waits").length < 2
    ? []
    : [line("plain", "the first that is applied makes the plans of the others too old: reoffer those")];

const nextOf = ({ items, applied, apply }: Reconciled): Block => {
  const waiting = items.find(({ state }) => state === "waits")?.offer;
  if (waiting !== undefined) return decisions(waiting);
  const command =
    !applied && items.some(({ state }) => state === "previewed")
      ? { command: apply, why: "take what is inside the bound, offer the rest" }
      : applied
        ? { command: "steadystate history --limit 5", why: "the audit of it" }
        : { command: "steadystate findings", why: "what is open" };
  return { kind: "next", commands: [command] };
};
