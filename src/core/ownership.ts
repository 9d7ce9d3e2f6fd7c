/** Who changes an entry of a committed file, as the door knows it. */
export type Author = {
  readonly id: string;
  /** Whether what it writes is a draft: it then changes drafts of its own alone, however it insists. */
  readonly draftsOnly: boolean;
};

/** Whose an entry is, by what stands in it. */
export type Owned = {
  readonly author: string | undefined;
  readonly proposed: boolean;
  readonly vouchedBy: string | undefined;
};

/**
 * Why an entry may not be replaced or removed, or nothing. A person may by insisting; who writes drafts only never touches what
 * somebody else wrote or a person vouched.
 */
export const keptFrom = (
  { author, proposed, vouchedBy }: Owned,
  by: Author,
  insists: boolean,
): "another's" | "vouched" | undefined => {
  const isOwn = author === by.id;
  if (by.draftsOnly) {
    if (!isOwn) return "another's";
    return proposed && vouchedBy === undefined ? undefined : "vouched";
  }
  if (insists) return undefined;
  if (!isOwn) return "another's";
  return vouchedBy === undefined || vouchedBy === by.id ? undefined : "vouched";
};
