import type { CauseCase } from "../case.ts";
import {
  configMap,
  deployment,
  drift,
  inContainer,
  looks,
  minute,
  nothing,
  onset,
  secret,
  statefulSet,
  symptom,
  terraformDrift,
} from "../parts.ts";

const books = deployment("books", "lib");
const since = onset - 4 * minute;
const limit = { [inContainer("books", "resources.limits.memory")]: ["1Gi", "64Mi"] } as const;
const killed = symptom(books, "memory", { evidence: { container: "books" } });

/** A change at the right moment of something that only looks as if it were the failing thing, or something that it uses. */
export const elsewhere: readonly CauseCase[] = [
  {
    name: "the same name in a namespace that begins alike",
    why: "The limit was lowered in another namespace, which shares nothing but the name of its workload.",
    observations: looks(drift(deployment("books", "lib-2"), limit, { since }), killed),
    expect: [nothing(books)],
    alerts: 2,
  },
  {
    name: "settings of the same name at another target",
    why: "The ConfigMap was edited at another target, and each target reads its own.",
    observations: looks(
      drift(configMap("books", "lib"), { "data.lang": ["en", "e"] }, { since, where: { target: "paris" } }),
      symptom(books, "crash-loop", { uses: [configMap("books", "lib")], where: { target: "rome" } }),
    ),
    expect: [nothing(books)],
    alerts: 2,
  },
  {
    name: "a database that Terraform declares",
    why: "That its name is the same proves no relation, and its tags make nobody crash.",
    observations: looks(
      terraformDrift("aws_db_instance", "books", { "tags.owner": ["lib", "library"] }, { since }),
      symptom(books, "crash-loop", { uses: [secret("books", "lib")] }),
    ),
    expect: [nothing(books)],
  },
  {
    name: "a password of somebody else",
    why: "It stands in the same namespace, and the failing workload does not use it.",
    observations: looks(
      drift(secret("books-backup", "lib"), { "data.key": ["‹secret 1›", "‹secret 2›"] }, { since }),
      symptom(books, "crash-loop", { uses: [secret("books", "lib"), configMap("books", "lib")] }),
    ),
    expect: [nothing(books)],
  },
  {
    name: "a StatefulSet of the same name",
    why: "It is another workload with pods of its own, and only its name is the same.",
    observations: looks(drift(statefulSet("books", "lib"), limit, { since }), killed),
    expect: [nothing(books)],
  },
  {
    name: "nothing is known of what it uses",
    why: "A Secret in the same namespace may be anybody's where nobody knows who uses it.",
    observations: looks(
      drift(secret("books", "lib"), { "data.token": ["‹secret 1›", "‹secret 2›"] }, { since }),
      symptom(books, "crash-loop", { bare: true }),
    ),
    expect: [nothing(books)],
  },
];
