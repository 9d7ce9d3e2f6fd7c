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
  quota,
  roleBinding,
  secret,
  service,
  statefulSet,
  storageClass,
  symptom,
  unmanaged,
  vanished,
} from "../parts.ts";

const mail = deployment("mail", "office");
const since = onset - 5 * minute;

const lost = vanished(configMap("mail", "office"));
const lostClass = vanished(storageClass("fast"));
const lostBinding = vanished(roleBinding("mail", "office"));

/** What fails was left as it is, and something without which it does not run was not. */
export const byWhatItUses: readonly CauseCase[] = [
  {
    name: "a password that it uses was changed",
    why: "It is refused by its database since the password that it is given was changed by hand.",
    observations: looks(
      drift(secret("mail", "office"), { "data.password": ["‹secret 1›", "‹secret 2›"] }, { since }),
      symptom(mail, "crash-loop", { uses: [secret("mail", "office"), account("mail", "office")] }),
    ),
    expect: [likely(mail, secret("mail", "office"))],
    alerts: 1,
  },
  {
    name: "a ConfigMap was deleted",
    why: "An earlier look saw it gone, and its containers cannot be made without it.",
    observations: looks(lost, symptom(mail, "configuration", { uses: [configMap("mail", "office")] })),
    seenSince: { [lost.fingerprint]: onset - 9 * minute },
    expect: [likely(mail, configMap("mail", "office"))],
  },
  {
    name: "the class of a claim was deleted",
    why: "Nobody makes a volume for a claim whose class is not there.",
    observations: looks(
      lostClass,
      symptom(claim("mail-data", "office"), "storage", { uses: [storageClass("fast")] }),
    ),
    seenSince: { [lostClass.fingerprint]: onset - 12 * minute },
    expect: [likely(claim("mail-data", "office"), storageClass("fast"))],
  },
  {
    name: "a quota was put on its namespace",
    why: "The cluster refuses its pods by a quota that nobody declared and that came just before.",
    observations: looks(
      unmanaged(quota("freeze", "office"), { since }),
      symptom(mail, "creation", { uses: [quota("freeze", "office"), account("mail", "office")] }),
    ),
    expect: [likely(mail, quota("freeze", "office"))],
  },
  {
    name: "its account may do nothing any more",
    why: "It ends with a refusal of the cluster since the binding of its account is gone.",
    observations: looks(
      lostBinding,
      symptom(mail, "crash-loop", { uses: [account("mail", "office"), roleBinding("mail", "office")] }),
    ),
    seenSince: { [lostBinding.fingerprint]: onset - 2 * minute },
    expect: [likely(mail, roleBinding("mail", "office"))],
  },
  {
    name: "what a Service leads to was scaled to nothing",
    why: "The last endpoint went when the StatefulSet behind it was set to no pods.",
    observations: looks(
      drift(statefulSet("ldap", "office"), { "spec.replicas": ["2", "0"] }, { since }),
      symptom(service("ldap", "office"), "endpoints", { uses: [statefulSet("ldap", "office")] }),
    ),
    expect: [likely(service("ldap", "office"), statefulSet("ldap", "office"))],
  },
  {
    name: "two edited ConfigMaps are both read at its start",
    why: "Both came before, both can make it crash and nothing tells them apart, so that both are named.",
    observations: looks(
      drift(configMap("mail", "office"), { "data.relay": ["smtp.office", "smtp"] }, { since }),
      drift(configMap("flags", "office"), { "data.greylist": ["off", "strict"] }, { since: since + minute }),
      symptom(mail, "crash-loop", { uses: [configMap("flags", "office"), configMap("mail", "office")] }),
    ),
    expect: [likely(mail, configMap("flags", "office"), configMap("mail", "office"))],
  },
];
