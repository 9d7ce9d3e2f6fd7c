/** Words that messages use in a sense of their own, in the order in which they build on one another. */
export const glossary: readonly (readonly [word: string, meaning: string])[] = [
  ["wall", "One deployment and the folder that describes it: its checks, runbook, targets and memory."],
  ["silo", "A wall that is registered under a short name, to be reached from any folder."],
  ["target", "A named place to look at: a cluster, a list of hosts, a folder or a captured document."],
  ["scope", "One source or probe at one place; only a complete look at a scope closes its findings."],
  ["drift", "What is declared and what is there differ."],
  ["symptom", "Something that fails right now, such as a workload that keeps restarting."],
  ["policy finding", "A setting that breaks a written rule, whether or not anything drifted."],
  ["finding", "A drift, a symptom or a policy finding that is remembered, with a fingerprint as its name."],
  ["alert", "Findings that belong together and are shown as one."],
  [
    "verdict",
    "WORKING, DEGRADED, DOWN or UNKNOWN. Drift alone never decides it; what was not seen is UNKNOWN.",
  ],
  ["gate", "A yes or no for a pipeline: the command ends with status 1 when it says no."],
  ["pending", "A fix that waits for a person to approve or to decline it."],
  ["runbook", "The written answers to known problems; an entry is a draft until a person vouches for it."],
  ["reflex", "A known trouble with its answer agreed beforehand, and how far it may go by itself."],
  ["decider", "The part that proposes an action where no reflex answers."],
  ["bound", "The committed limit: how much impact may happen unattended, by how well it can be undone."],
  ["break-glass", "A named person running an action outside the bound, typed out and recorded."],
];
