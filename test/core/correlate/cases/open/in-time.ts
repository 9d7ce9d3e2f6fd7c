import type { CauseCase } from "../case.ts";
import {
  colocated,
  configMap,
  day,
  deployment,
  drift,
  hour,
  inContainer,
  likely,
  looks,
  minute,
  nothing,
  onset,
  second,
  secret,
  symptom,
  vanished,
} from "../parts.ts";

const web = deployment("web");
const image = inContainer("web", "image");
const mistyped = { [image]: ["acme.example/web:1.4", "acme.example/web:1.4-rc"] } as const;
const pulls = symptom(web, "image-pull", { evidence: { container: "web" } });

const remembered = drift(configMap("web"), { "data.MODE": ["a", "b"] });
const crash = symptom(web, "crash-loop", { since: undefined, uses: [configMap("web")] });
const undated = drift(web, mistyped);
const gone = vanished(secret("web-tls"));

/** What came before what, and what nobody can say of it. */
export const inTime: readonly CauseCase[] = [
  {
    name: "clocks that are some seconds apart",
    why: "The change is stamped by one clock and the failure by another, and four seconds are no order.",
    observations: looks(drift(web, mistyped, { since: onset + 4 * second }), pulls),
    expect: [likely(web, web)],
  },
  {
    name: "changed while it failed already",
    why: "Somebody set another image ten minutes into the trouble, perhaps to repair it.",
    observations: looks(drift(web, mistyped, { since: onset + 10 * minute }), pulls),
    expect: [nothing(web)],
    alerts: 2,
  },
  {
    name: "nine good days in between",
    why: "It ran with that limit for nine days, so that something else must have come as well.",
    observations: looks(
      drift(
        web,
        { [inContainer("web", "resources.limits.memory")]: ["512Mi", "384Mi"] },
        { since: onset - 9 * day },
      ),
      symptom(web, "memory", { evidence: { container: "web" } }),
    ),
    expect: [colocated(web, web)],
  },
  {
    name: "memory saw the drift two hours before the failure",
    why: "A look that saw the changed settings did not see the failure yet, so that the change came first.",
    observations: looks(remembered, crash),
    seenSince: { [remembered.fingerprint]: onset - 2 * hour, [crash.fingerprint]: onset },
    expect: [likely(web, configMap("web"))],
  },
  {
    name: "nobody knows when the image was changed",
    why: "It may have been changed after the trouble began, for both were first seen by the same look.",
    observations: looks(undated, pulls),
    seenSince: { [undated.fingerprint]: onset + 20 * minute, [pulls.fingerprint]: onset + 20 * minute },
    expect: [colocated(web, web)],
  },
  {
    name: "a Secret is gone and nobody knows since when",
    why: "It is missing and would do it, but nothing tells that it went before the trouble.",
    observations: looks(gone, symptom(web, "configuration", { uses: [secret("web-tls")] })),
    expect: [colocated(web, secret("web-tls"))],
  },
  {
    name: "nobody knows since when it fails",
    why: "The change has a time and the failure has none, so that their order is unknown.",
    observations: looks(
      drift(web, mistyped, { since: onset - minute }),
      symptom(web, "image-pull", { since: undefined, evidence: { container: "web" } }),
    ),
    expect: [colocated(web, web)],
  },
];
