import type { CauseCase } from "../case.ts";
import {
  colocated,
  configMap,
  deployment,
  drift,
  hour,
  inContainer,
  looks,
  minute,
  onset,
  symptom,
} from "../parts.ts";

const web = deployment("web");
const since = onset - 3 * minute;

/** It could be the cause by its field and its moment, and something speaks against it. */
export const spokenAgainst: readonly CauseCase[] = [
  {
    name: "the pods of the old template fail as well",
    why: "What was changed is in the new pods only, and the old ones crash just so.",
    observations: looks(
      drift(web, { [inContainer("web", "args[0]")]: ["serve", "serve-all"] }, { since }),
      symptom(web, "crash-loop", {
        rollout: { since, changed: [inContainer("web", "args[0]")] },
        siblings: [
          [1, 1],
          [3, 3],
        ],
      }),
    ),
    expect: [colocated(web, web)],
  },
  {
    name: "the newest rollout changed something else",
    why: "What differs between the template that ran and the one that fails is the image, not the drifted variable.",
    observations: looks(
      drift(
        web,
        { [inContainer("web", "env[name=LEVEL].value")]: ["info", "debug"] },
        { since: onset - 6 * hour },
      ),
      symptom(web, "crash-loop", {
        rollout: { since, changed: [inContainer("web", "image")] },
        siblings: [
          [2, 2],
          [0, 2],
        ],
      }),
    ),
    expect: [colocated(web, web)],
  },
  {
    name: "the newest rollout came after the edited settings and only its pods fail",
    why: "The old pods read the same settings and serve, so that what was rolled out is the nearer cause.",
    observations: looks(
      drift(configMap("web"), { "data.MODE": ["a", "b"] }, { since: onset - 2 * hour }),
      symptom(web, "crash-loop", {
        uses: [configMap("web")],
        rollout: { since, changed: [inContainer("web", "image")] },
        siblings: [
          [3, 3],
          [0, 3],
        ],
      }),
    ),
    expect: [colocated(web, configMap("web"))],
  },
];
