import type { Departure, Drift } from "./departure.ts";
import { printIdentity } from "./identity.ts";

/** One line that says which thing departed and how; never part of a fingerprint. */
export const titleOf = (departure: Departure): string =>
  departure.type === "drift" ? `${printIdentity(departure.identity)} ${wayOf(departure)}` : departure.title;

/** How a drift departed, as the end of a sentence. */
export const wayOf = ({
  direction,
  action,
  markers,
}: Pick<Drift, "direction" | "action" | "markers">): string => {
  if (markers.includes("deposed")) return "has a deposed leftover";
  switch (direction) {
    case "vanished":
      return action === "create" ? "is gone in reality" : "is gone in reality and no longer declared";
    case "unmanaged":
      return "exists but is not declared";
    case "changed-in-reality":
      return action === "replace" ? "changed in reality, and applying replaces it" : "changed in reality";
    case "both":
      return action === "replace"
        ? "changed on both sides, and applying replaces it"
        : "changed on both sides";
    case "not-yet-applied":
      return pending[action];
  }
};

const pending: Readonly<Record<Drift["action"], string>> = {
  create: "is declared and not created yet",
  update: "has a declared change that is not applied yet",
  delete: "is to be destroyed",
  replace: "is to be destroyed and created anew",
  forget: "is to leave state management, undestroyed",
  none: "differs without a planned action",
};
