import { redactText } from "../secret.ts";

const headKept = 2048;
const tailKept = 6144;

/** What is kept of the output of a run: its beginning and its end, without secrets; `undefined` where it said nothing. */
export const keptOutput = (text: string): string | undefined => {
  const said = redactText(text.trim());
  if (said === "") return undefined;
  if (said.length <= headKept + tailKept) return said;
  const left = said.length - headKept - tailKept;
  return `${said.slice(0, headKept)}\n… ${left} characters left out …\n${said.slice(-tailKept)}`;
};
