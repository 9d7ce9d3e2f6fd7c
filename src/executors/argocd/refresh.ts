import { refreshParameters as whole } from "../../core/actions/argocd.ts";
import { arrived, defineDeed, foreseen, missed, noop, unfit, waiting } from "../kubernetes/deed.ts";
import { isAutomated, readApplication, refreshMark } from "./application.ts";

export const refresh = defineDeed({
  asks: whole.partial({ refresh: true }),
  whole,
  foresee: async (asked, cluster) => {
    const read = await readApplication(cluster, asked);
    if (!read.ok) return read;
    const app = read.value;
    const { uid, annotations, deletionTimestamp } = app.metadata;
    if (deletionTimestamp !== "") return unfit("it is being deleted");
    if (annotations?.[refreshMark] !== undefined)
      return noop("Argo CD has been asked for it already, and has not answered yet");
    const failed = app.status?.conditions?.some(({ type }) => type === "ComparisonError") === true;
    const { refresh = failed ? "hard" : "normal", ...named } = asked;
    const automated = isAutomated(app);
    return foreseen(
      { ...named, refresh },
      { uid, automated: String(automated) },
      [
        refresh === "hard"
          ? "Argo CD fetches and renders it anew, and forgets what it remembers of it"
          : "Argo CD compares it with Git anew",
        automated
          ? "its syncs are automatic: what it finds out of sync is applied at once"
          : "nothing of it is applied: its syncs are by hand",
      ],
      automated ? { envelope: { reversibility: "recoverable", impact: "service" } } : {},
    );
  },
  look: async (done, { uid }, cluster) => {
    const read = await readApplication(cluster, done);
    if (!read.ok) return { state: "unseen", why: read.why };
    const { metadata } = read.value;
    if (metadata.uid !== uid) return missed("another one has its name now");
    return metadata.annotations?.[refreshMark] === undefined
      ? arrived("Argo CD compared it anew")
      : waiting("Argo CD has not compared it yet");
  },
});
