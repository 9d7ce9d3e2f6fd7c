/** Whether a name is one that the cluster itself would take: nothing in it can be an option, or leave its place in a path. */
export const isName = (name: string): boolean =>
  name.length <= 253 && /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name) && !name.includes("..");
