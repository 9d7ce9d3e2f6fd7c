import type { CauseCase } from "../case.ts";
import {
  account,
  colocated,
  configMap,
  day,
  deployment,
  drift,
  hour,
  inContainer,
  inPod,
  likely,
  looks,
  minute,
  nothing,
  onset,
  second,
  secret,
  statefulSet,
  symptom,
  vanished,
} from "../parts.ts";

const index = statefulSet("index", "search");
const settings = configMap("index", "search");
const crash = symptom(index, "crash-loop", { uses: [settings, secret("index", "search")] });

const remembered = drift(deployment("crawl", "search"), {
  [inPod("nodeSelector.zone")]: ["a", "z"],
});
const stuck = symptom(deployment("crawl", "search"), "scheduling", { since: onset });
const undated = drift(settings, { "data.heap": ["2g", "2"] });
const gone = vanished(account("crawl", "search"));

/** What came before what, and what nobody can say of it. */
export const inTime: readonly CauseCase[] = [
  {
    name: "stamps that are three seconds the wrong way round",
    why: "Settings and pods are stamped by two clocks, and three seconds are no order.",
    observations: looks(drift(settings, { "data.heap": ["2g", "g2"] }, { since: onset + 3 * second }), crash),
    expect: [likely(index, settings)],
  },
  {
    name: "settings edited three minutes into the trouble",
    why: "It crashed before anybody touched its settings, so that they are no cause of it.",
    observations: looks(drift(settings, { "data.heap": ["2g", "4g"] }, { since: onset + 3 * minute }), crash),
    expect: [nothing(index)],
    alerts: 2,
  },
  {
    name: "an image that has run for more than a week",
    why: "It ran with that image for nine days, so that something else must have come as well.",
    observations: looks(
      drift(
        index,
        { [inContainer("index", "image")]: ["acme.example/index:8", "acme.example/index:8-debug"] },
        { since: onset - 9 * day },
      ),
      symptom(index, "crash-loop", { evidence: { container: "index" } }),
    ),
    expect: [colocated(index, index)],
  },
  {
    name: "memory dates the drift and the platform dates the failure",
    why: "The changed selector was seen an hour before the first of its pods could be put nowhere.",
    observations: looks(remembered, stuck),
    seenSince: { [remembered.fingerprint]: onset - hour },
    expect: [likely(deployment("crawl", "search"), deployment("crawl", "search"))],
  },
  {
    name: "memory saw the drift only after the failure",
    why: "When it was changed nobody knows; it was only noticed half an hour after the trouble began.",
    observations: looks(undated, crash),
    seenSince: { [undated.fingerprint]: onset + 30 * minute },
    expect: [colocated(index, settings)],
  },
  {
    name: "an account is gone and nobody knows since when",
    why: "It is missing and would do it, but nothing tells that it went before the trouble.",
    observations: looks(
      gone,
      symptom(deployment("crawl", "search"), "creation", { uses: [account("crawl", "search")] }),
    ),
    expect: [colocated(deployment("crawl", "search"), account("crawl", "search"))],
  },
  {
    name: "neither has a time",
    why: "Nothing is known of when either came about, so that their order is unknown.",
    observations: looks(
      drift(index, { [inContainer("index", "resources.limits.memory")]: ["4Gi", "1Gi"] }),
      symptom(index, "memory", { since: undefined }),
    ),
    expect: [colocated(index, index)],
  },
];
