import type { CauseCase } from "../case.ts";
import {
  account,
  claim,
  configMap,
  deployment,
  drift,
  likely,
  looks,
  minute,
  onset,
  role,
  secret,
  service,
  statefulSet,
  symptom,
  vanished,
} from "../parts.ts";

const api = deployment("api");
const since = onset - 4 * minute;

const lost = vanished(secret("api-db"));
const lostClaim = vanished(claim("data-db-0"));
const lostAccount = vanished(account("api"));

/** What fails was left as it is, and something without which it does not run was not. */
export const byWhatItUses: readonly CauseCase[] = [
  {
    name: "settings that it reads were edited",
    why: "It crashes over its settings since they were edited, and it reads them from there.",
    observations: looks(
      drift(configMap("api"), { "data.DATABASE_HOST": ["db", "db.shpo"] }, { since }),
      symptom(api, "crash-loop", { uses: [account("api"), configMap("api")] }),
    ),
    expect: [likely(api, configMap("api"))],
    alerts: 1,
  },
  {
    name: "a Secret was deleted",
    why: "An earlier look saw it gone, and its containers cannot be made without it.",
    observations: looks(lost, symptom(api, "configuration", { uses: [secret("api-db")] })),
    seenSince: { [lost.fingerprint]: onset - 6 * minute },
    expect: [likely(api, secret("api-db"))],
  },
  {
    name: "a claim was deleted",
    why: "No pod that names the claim can be put anywhere while the claim is not there.",
    observations: looks(lostClaim, symptom(statefulSet("db"), "scheduling", { uses: [claim("data-db-0")] })),
    seenSince: { [lostClaim.fingerprint]: onset - 10 * minute },
    expect: [likely(statefulSet("db"), claim("data-db-0"))],
  },
  {
    name: "its account was deleted",
    why: "The cluster makes no pod for an account that is not there.",
    observations: looks(lostAccount, symptom(api, "creation", { uses: [account("api")] })),
    seenSince: { [lostAccount.fingerprint]: onset - 3 * minute },
    expect: [likely(api, account("api"))],
  },
  {
    name: "its role allows less",
    why: "It ends with a refusal of the cluster since a verb was taken from the role of its account.",
    observations: looks(
      drift(role("api"), { "rules[0].verbs[1]": ["list", undefined] }, { since }),
      symptom(api, "crash-loop", { uses: [account("api"), role("api")] }),
    ),
    expect: [likely(api, role("api"))],
  },
  {
    name: "nothing stands behind a Service",
    why: "The workload behind it was scaled to nothing a moment before its last endpoint went.",
    observations: looks(
      drift(api, { "spec.replicas": ["3", "0"] }, { since }),
      symptom(service("api"), "endpoints", { uses: [api] }),
    ),
    expect: [likely(service("api"), api)],
  },
  {
    name: "two things were changed that could each be it",
    why: "Both came before, both can make it crash and nothing tells them apart, so that both are named.",
    observations: looks(
      drift(configMap("api"), { "data.POOL_SIZE": ["20", "0"] }, { since }),
      drift(secret("api-db"), { "data.password": ["‹secret 1›", "‹secret 2›"] }, { since: since + minute }),
      symptom(api, "crash-loop", { uses: [configMap("api"), secret("api-db")] }),
    ),
    expect: [likely(api, configMap("api"), secret("api-db"))],
  },
];
