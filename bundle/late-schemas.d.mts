import type { z } from "zod";

export const lateSchemas: (load: () => typeof z) => typeof z;

export const saidLater: (text: string) => string;
