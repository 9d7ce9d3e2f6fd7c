import type { CauseCase } from "../case.ts";
import {
  colocated,
  configMap,
  deployment,
  drift,
  hour,
  inContainer,
  ingress,
  likely,
  looks,
  minute,
  node,
  nothing,
  onset,
  second,
  secret,
  service,
  statefulSet,
  symptom,
  vanished,
} from "../parts.ts";

const desk = deployment("desk", "office");
const mail = deployment("mail", "office");
const wiki = deployment("wiki", "office");
const ledger = statefulSet("ledger", "books");
const since = onset - 6 * minute;
const image = inContainer("desk", "image");
const pull = vanished(secret("registry", "office"));

/** Several things fail at once: of one cause, of several, or of one that no drift has to do with. */
export const inManyPlaces: readonly CauseCase[] = [
  {
    name: "the password of the registry was deleted",
    why: "All that pull with it fail to pull since it is gone, which is one thing to repair.",
    observations: looks(
      pull,
      ...[desk, mail, wiki].map((one, nth) =>
        symptom(one, "image-pull", {
          since: onset + nth * 30 * second,
          uses: [secret("registry", "office")],
        }),
      ),
    ),
    seenSince: { [pull.fingerprint]: onset - 8 * minute },
    expect: [desk, mail, wiki].map((one) => likely(one, secret("registry", "office"))),
    alerts: 1,
  },
  {
    name: "two workloads cannot pull two mistyped images",
    why: "Each was changed by itself in its own container, and repairing one leaves the other broken.",
    observations: looks(
      drift(desk, { [image]: ["acme.example/desk:9", "acme.example/dsek:9"] }, { since }),
      drift(
        ledger,
        { [inContainer("ledger", "image")]: ["acme.example/ledger:2", "acme.example/ledgre:2"] },
        { since: since + minute },
      ),
      symptom(desk, "image-pull", { evidence: { container: "desk" } }),
      symptom(ledger, "image-pull", { since: onset + minute, evidence: { container: "ledger" } }),
    ),
    expect: [likely(desk, desk), likely(ledger, ledger)],
    alerts: 2,
  },
  {
    name: "a workload, its Service and its Ingress",
    why: "It crashes since its command was changed, and for that alone nothing before it has an endpoint.",
    observations: looks(
      drift(wiki, { [inContainer("wiki", "command[0]")]: ["/wiki", "/wki"] }, { since }),
      symptom(wiki, "crash-loop"),
      symptom(service("wiki", "office"), "endpoints", { since: onset + 5 * second, uses: [wiki] }),
      symptom(ingress("wiki", "office"), "endpoints", {
        since: onset + 5 * second,
        uses: [service("wiki", "office"), wiki],
      }),
    ),
    expect: [
      likely(wiki, wiki),
      likely(service("wiki", "office"), wiki),
      likely(ingress("wiki", "office"), wiki),
    ],
    alerts: 1,
  },
  {
    name: "nobody can pull, and two of five have another image",
    why: "The three that nobody changed fail at the same moment, so that no change is a likely cause.",
    observations: looks(
      drift(
        desk,
        { [image]: ["acme.example/desk:9", "acme.example/desk:10"] },
        { since: onset - 40 * minute },
      ),
      symptom(desk, "image-pull", { evidence: { container: "desk" } }),
      drift(
        mail,
        { [inContainer("mail", "image")]: ["acme.example/mail:4", "acme.example/mail:5"] },
        { since: onset - 55 * minute },
      ),
      symptom(mail, "image-pull", { evidence: { container: "mail" } }),
      ...[wiki, ledger, deployment("audit", "books")].map((one) =>
        symptom(one, "image-pull", { since: onset + 15 * second, evidence: { container: one.name } }),
      ),
    ),
    expect: [
      colocated(desk, desk),
      colocated(mail, mail),
      nothing(wiki),
      nothing(ledger),
      nothing(deployment("audit", "books")),
    ],
  },
  {
    name: "a crash that has gone on since yesterday stands beside a new one",
    why: "The old one has nothing to do with settings that were edited today, and the new one reads them.",
    observations: looks(
      drift(configMap("desk", "office"), { "data.theme": ["light", "{"] }, { since }),
      symptom(desk, "crash-loop", { uses: [configMap("desk", "office")] }),
      symptom(ledger, "crash-loop", { since: onset - 22 * hour }),
    ),
    expect: [likely(desk, configMap("desk", "office")), nothing(ledger)],
  },
  {
    name: "a node is lost with workloads of two namespaces",
    why: "All of them were lost with their node, and fewer replicas or other settings lose no node.",
    observations: looks(
      drift(mail, { "spec.replicas": ["3", "2"] }, { since: onset - 20 * minute }),
      drift(configMap("wiki", "office"), { "data.motd": ["hello", "bye"] }, { since: onset - 9 * minute }),
      symptom(node("hall-1"), "node"),
      symptom(mail, "node", { since: onset + 30 * second, uses: [node("hall-1")] }),
      symptom(wiki, "node", {
        since: onset + 30 * second,
        uses: [configMap("wiki", "office"), node("hall-1")],
      }),
      symptom(ledger, "node", { since: onset + 31 * second, uses: [node("hall-1")] }),
    ),
    expect: [nothing(node("hall-1")), nothing(mail), nothing(wiki), nothing(ledger)],
  },
];
