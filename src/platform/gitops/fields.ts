import { z } from "zod";
import { SteadystateError } from "../../errors.ts";
import type { Placed, Tool } from "./objects.ts";

/** Members as the tools write them: what is absent and what is null are the same, and empty. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value === true);
export const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

/** Reads an object by its schema. Throws `input-invalid`, naming the member that is of a wrong type. */
export const readObject = <T extends z.ZodType>(
  schema: T,
  { object, kind, place }: Placed,
  path: string,
  tool: Tool,
): z.output<T> => {
  const read = schema.safeParse(object);
  if (read.success) return read.data;
  const steps = [place, ...(read.error.issues[0]?.path ?? [])].filter((step) => step !== "");
  const member = steps
    .map((step, nth) => (typeof step === "number" ? `[${step}]` : nth === 0 ? step : `.${String(step)}`))
    .join("");
  throw new SteadystateError(
    "input-invalid",
    `${path} holds no usable ${kind}: ${member} is of a wrong type`,
    {
      hint: tool.captureHint,
      details: { path },
    },
  );
};
