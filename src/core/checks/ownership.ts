/** Who changes an entry, as the door knows it. */
export type Author = { readonly id: string; readonly isAgent: boolean };

/** Whose an entry is, by what stands in it. */
export type Owned = { readonly author: string | undefined; readonly proposed: boolean };

/**
 * Why an entry may not be replaced or removed, or nothing. A person may by insisting; an agent never touches what it did not
 * write itself or what a person vouched.
 */
export const keptFrom = (
  { author, proposed }: Owned,
  by: Author,
  insists: boolean,
): "another's" | "vouched" | undefined => {
  if (by.isAgent) {
    if (author !== by.id) return "another's";
    return proposed ? undefined : "vouched";
  }
  return author === by.id || insists ? undefined : "another's";
};
