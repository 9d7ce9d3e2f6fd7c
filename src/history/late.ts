/** What writes, which no read loads. */
export const writing = async () => (await import("./writing.ts")).writing;

export const recognising = async () => (await import("./recognising.ts")).recognising;
