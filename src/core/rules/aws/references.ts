import type { Reference } from "../rule.ts";

export const attack = (id: string, name: string): Reference => ({
  framework: "MITRE",
  id,
  name,
  url: `https://attack.mitre.org/techniques/${id.replace(".", "/")}/`,
});

export const cis = (section: string, about: string): Reference => ({
  framework: "CIS",
  id: section,
  name: `CIS AWS Foundations Benchmark v3.0.0, ${section}: ${about}`,
  url: "https://www.cisecurity.org/benchmark/amazon_web_services",
});

export const publicFacing = attack("T1190", "Exploit Public-Facing Application");
export const remoteServices = attack("T1133", "External Remote Services");
export const cloudStorage = attack("T1530", "Data from Cloud Storage");
export const impairDefenses = attack("T1562", "Impair Defenses");
export const accountManipulation = attack("T1098", "Account Manipulation");
export const transferData = attack("T1537", "Transfer Data to Cloud Account");
export const dataDestruction = attack("T1485", "Data Destruction");
export const inhibitRecovery = attack("T1490", "Inhibit System Recovery");
export const cloudAccounts = attack("T1078.004", "Valid Accounts: Cloud Accounts");
export const cloudLogs = attack("T1562.008", "Impair Defenses: Disable or Modify Cloud Logs");
