import { z } from "zod";
import { freezeWindowOf, weekdays } from "../core/gate/windows.ts";

const Text = z.string().trim().min(1, "must not be empty");

/** A name, or how names begin with one star at the end. */
export const NamePattern = Text.regex(
  /^[^*]*\*?$/,
  "must be a name, or its beginning with one star at the end",
);

const When = z.string({ error: "must be text in quotes" }).trim();

export const Freeze = z
  .strictObject({
    from: When.describe(
      "when it begins: an instant with its offset, or beside days a time such as 16:00 in [bound] timezone",
    ),
    to: When.describe("when it ends; a time that is not after from is on the next day"),
    days: z
      .array(z.string().trim().toLowerCase().pipe(z.enum(weekdays)))
      .optional()
      .describe("each week: the days on which it begins, of mon, tue, wed, thu, fri, sat, sun"),
    targets: z.array(NamePattern).default([]).describe("names of targets, prod-* too; every one without it"),
    reason: Text.describe("why, shown to whoever is held up"),
  })
  .superRefine((freeze, context) => {
    const read = freezeWindowOf(freeze);
    if (!read.ok) context.addIssue({ code: "custom", message: read.why });
  });
