/** What the reference had and we have not: asked of a line that is not understood. */
export const reference = () => import("./later.ts");
