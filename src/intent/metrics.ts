import { z } from "zod";
import type { Files } from "../system/files.ts";
import type { Loaded } from "./intent.ts";
import { loadNamed } from "./named.ts";
import { checked } from "./problems.ts";

export type MetricQuery = { readonly name: string; readonly query: string };

/** metrics.json: the good queries, and a fault for everything that is not one. */
export const loadMetrics = (
  path: string,
  files: Files,
  { explicit }: { readonly explicit: boolean },
): Promise<Loaded<MetricQuery>> =>
  loadNamed(path, files, {
    plural: "queries",
    explicit,
    read: (name, entry) => {
      if (name.trim() === "")
        return { ok: false, problems: [{ path: [], part: "key", why: "needs a name that is not empty" }] };
      const read = checked(Query, entry);
      return read.ok ? { ok: true, value: { name, query: read.value } } : read;
    },
  });

const Query = z.string().trim().min(1, "must not be empty");
