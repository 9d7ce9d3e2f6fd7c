import { noBreak } from "./width.ts";

/** Columns that an argument may have to stay in one piece on a terminal of 80. */
const whole = 70;

/** An argument list to be read, not copied: what is longer than a line may go on under itself behind a comma, nothing else is broken. */
export const readableCommand = (argv: readonly string[]): string =>
  argv
    .map((argument) => {
      const one = argument.replaceAll(" ", noBreak);
      return one.length > whole ? one.replaceAll(",", ", ") : one;
    })
    .join(" ");
