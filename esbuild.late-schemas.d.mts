import type { z } from "zod";

type Late = typeof z & { readonly whole: <T extends z.ZodType>(make: () => T) => T };

export const lateSchemas: (load: () => typeof z) => Late;
export const saidLater: (text: string) => string;
