import { type DryRunOf, none, steps } from "./step.ts";

/**
 * Reads the playbook with its roles and modules, and goes to no host. `--check` goes there, and runs whatever says
 * `check_mode: false` (Ansible, "Validating tasks: check mode"), so it is no dry run that surely changes nothing.
 */
export const ansibleDryRun: DryRunOf = (words, program) =>
  // Ansible takes an option by its beginning, too.
  words.some((word) => word === "--" || word.startsWith("--fl"))
    ? none("ansible-playbook would do more than read it")
    : steps("ansible-playbook --syntax-check", {
        words: [program, "--syntax-check", ...words],
        failing: "words",
        scratch: "ANSIBLE_LOCAL_TEMP",
      });
