import type { ValueMap } from "../../value.ts";
import type { Exposure, Rule } from "../rule.ts";
import { exposure, listed } from "./answers.ts";
import { anyOf, texts } from "./attributes.ts";
import { grantsAdministration, grantsWholeService, identityPolicyTypes } from "./identity-policy.ts";
import { accountManipulation, attack, cis, cloudAccounts } from "./references.ts";
import { opensToAnyone } from "./resource-policy.ts";

export const identity: readonly Rule[] = [
  {
    id: "aws-iam-wildcard",
    version: 1,
    title: "A policy grants administrator power",
    severity: "high",
    types: identityPolicyTypes,
    exposed: grantsAdministration,
    references: [
      accountManipulation,
      cloudAccounts,
      cis("1.16", "no attached policy with full administrative privileges"),
    ],
    hint: "Name the actions and resources that the identity needs.",
  },
  {
    id: "aws-iam-service-wildcard",
    version: 1,
    title: "A policy grants every action of a service on everything",
    severity: "medium",
    types: identityPolicyTypes,
    exposed: grantsWholeService,
    references: [accountManipulation],
    hint: "Name the actions that the identity needs, or the resources that it may touch.",
  },
  {
    id: "aws-iam-admin-attached",
    version: 1,
    title: "An administrator policy is attached",
    severity: "high",
    types: [
      "aws_iam_role_policy_attachment",
      "aws_iam_user_policy_attachment",
      "aws_iam_group_policy_attachment",
      "aws_iam_policy_attachment",
      "aws_ssoadmin_managed_policy_attachment",
      "aws_iam_role",
    ],
    exposed: (side, type) => adminAttached(side, type),
    references: [
      attack("T1098.003", "Account Manipulation: Additional Cloud Roles"),
      cis("1.16", "no attached policy with full administrative privileges"),
    ],
    hint: "Attach a policy that names the actions in use instead of an administrator policy.",
  },
  {
    id: "aws-role-trust-open",
    version: 1,
    title: "A role may be assumed by anybody",
    severity: "critical",
    types: ["aws_iam_role"],
    exposed: (side) => opensToAnyone(side["assume_role_policy"], "assume_role_policy"),
    references: [cloudAccounts, attack("T1199", "Trusted Relationship")],
    hint: "Name the accounts or roles that may assume it, or require aws:PrincipalOrgID.",
  },
];

const adminAttached = (side: ValueMap, type: string): Exposure => {
  const attribute = arnAttributes.get(type) ?? "policy_arn";
  const arns = texts(side[attribute]);
  const names = arns.known.filter(isAdminPolicy).map((arn) => arn.split("/").at(-1) ?? arn);
  return exposure(anyOf(arns, isAdminPolicy), `${listed(names)} is attached`, attribute);
};

const arnAttributes: ReadonlyMap<string, string> = new Map([
  ["aws_iam_role", "managed_policy_arns"],
  ["aws_ssoadmin_managed_policy_attachment", "managed_policy_arn"],
]);

/** AWS's own policies, in any partition: `arn:aws:iam::aws:policy/…`. */
const isAdminPolicy = (arn: string): boolean =>
  /^arn:[a-z-]+:iam::aws:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess)$/u.test(arn.trim());
