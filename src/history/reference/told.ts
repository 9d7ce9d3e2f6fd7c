import type { Carried } from "./take-over.ts";

/** The one sentence for the person whose memory was taken over. */
export const takenOver = (carried: Carried, copy: string): string => {
  const { findings, muted, snoozed, decisions, offers, modelCalls, analyses } = carried;
  const came = [
    counted(findings, "finding"),
    counted(muted, "mute"),
    counted(snoozed, "snooze"),
    counted(decisions, "decision"),
  ];
  const stayed = [
    ...(offers === 0 ? [] : [counted(offers, "offer")]),
    ...(modelCalls === 0 ? [] : [counted(modelCalls, "model call")]),
    ...(analyses === 0 ? [] : [counted(analyses, "saved analysis", "saved analyses")]),
  ];
  return [
    `took over the memory of the Python steadystate: ${came.join(", ")}`,
    ...(stayed.length === 0 ? [] : [`not carried: ${stayed.join(", ")}`]),
    `the old file is kept as ${copy}`,
  ].join("; ");
};

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
