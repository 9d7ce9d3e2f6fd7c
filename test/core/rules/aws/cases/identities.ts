import { secretValue, unknownValue, type ValueMap } from "../../../../../src/core/value.ts";
import { type Case, row } from "./case.ts";
import { policy, statement } from "./policies.ts";

const managed = "aws_iam_policy";
const grants = (Action: ValueMap[string], Resource: ValueMap[string] = "*"): ValueMap => ({
  policy: policy(statement({ Action, Resource })),
});

const admins: readonly Case[] = [
  row("aws-iam-wildcard", "yes", "everything in JSON text", managed, grants("*"), "Allow * on *"),
  row("aws-iam-wildcard", "yes", "everything as an object", managed, {
    policy: { Statement: statement({ Action: "*", Resource: "*" }) },
  }),
  row("aws-iam-wildcard", "yes", "one statement, not a list", "aws_iam_role_policy", {
    policy: JSON.stringify({ Statement: { Effect: "Allow", Action: ["*"], Resource: ["*"] } }),
  }),
  row("aws-iam-wildcard", "yes", "*:*", "aws_iam_user_policy", grants(["s3:GetObject", "*:*"])),
  row("aws-iam-wildcard", "yes", "lower-case names", "aws_iam_group_policy", {
    policy: JSON.stringify({ statement: [{ effect: "allow", action: "*", resource: "*" }] }),
  }),
  row("aws-iam-wildcard", "yes", "any ARN", managed, grants("*", ["arn:aws:*:*:*:*"])),
  row(
    "aws-iam-wildcard",
    "yes",
    "everything but some",
    managed,
    { policy: policy(statement({ NotAction: ["iam:*", "organizations:*"], Resource: "*" })) },
    "Allow all but iam:*, organizations:*",
  ),
  row("aws-iam-wildcard", "yes", "everything on all but some", managed, {
    policy: policy(statement({ Action: "*", NotResource: "arn:aws:s3:::vault" })),
  }),
  row("aws-iam-wildcard", "yes", "all of IAM", managed, grants("iam:*"), "Allow iam:* on *"),
  row("aws-iam-wildcard", "yes", "inline in a role", "aws_iam_role", {
    inline_policy: [{ name: "x", policy: policy(statement({ Action: "*", Resource: "*" })) }],
  }),
  row("aws-iam-wildcard", "yes", "a permission set", "aws_ssoadmin_permission_set_inline_policy", {
    inline_policy: policy(statement({ Action: "*", Resource: "*" })),
  }),
  row("aws-iam-wildcard", "yes", "beside an unknown action", managed, {
    policy: { Statement: statement({ Action: [unknownValue, "*"], Resource: "*" }) },
  }),
  row("aws-iam-wildcard", "no", "denied", managed, {
    policy: policy({ Effect: "Deny", Action: "*", Resource: "*" }),
  }),
  row("aws-iam-wildcard", "no", "everything on one bucket", managed, grants("*", "arn:aws:s3:::mine/*")),
  row("aws-iam-wildcard", "no", "one action on everything", managed, grants("s3:ListAllMyBuckets")),
  row("aws-iam-wildcard", "no", "everything but everything", managed, {
    policy: policy(statement({ NotAction: "*", Resource: "*" })),
  }),
  row("aws-iam-wildcard", "no", "an unknown action on one bucket", managed, {
    policy: { Statement: statement({ Action: unknownValue, Resource: "arn:aws:s3:::mine" }) },
  }),
  row("aws-iam-wildcard", "no", "no inline policy", "aws_iam_role", { inline_policy: [] }),
  row("aws-iam-wildcard", "unknown", "an unknown policy", managed, { policy: unknownValue }, "policy"),
  row("aws-iam-wildcard", "unknown", "text that is no policy", managed, { policy: "Allow everything" }),
  row("aws-iam-wildcard", "unknown", "a list that is no policy", managed, { policy: "[1]" }),
  row("aws-iam-wildcard", "unknown", "a secret effect", managed, {
    policy: { Statement: { Effect: secretValue(1), Action: "*", Resource: "*" } },
  }),
  row("aws-iam-wildcard", "unknown", "an unknown resource", managed, {
    policy: { Statement: statement({ Action: "*", Resource: unknownValue }) },
  }),
  row(
    "aws-iam-wildcard",
    "unknown",
    "unknown inline policies",
    "aws_iam_role",
    { inline_policy: unknownValue },
    "inline_policy",
  ),
];

const services: readonly Case[] = [
  row("aws-iam-service-wildcard", "yes", "inline in a role", "aws_iam_role", {
    inline_policy: [{ name: "x", policy: policy(statement({ Action: "s3:*", Resource: "*" })) }],
  }),
  row("aws-iam-service-wildcard", "yes", "a permission set", "aws_ssoadmin_permission_set_inline_policy", {
    inline_policy: policy(statement({ Action: "s3:*", Resource: "*" })),
  }),
  row(
    "aws-iam-service-wildcard",
    "yes",
    "all of a service",
    managed,
    grants(["s3:*", "logs:CreateLogGroup"]),
    "Allow s3:* on *",
  ),
  row(
    "aws-iam-service-wildcard",
    "yes",
    "all of a service on all it has",
    managed,
    grants("s3:*", "arn:aws:s3:::*"),
  ),
  row(
    "aws-iam-service-wildcard",
    "no",
    "all of a service on one thing",
    managed,
    grants("s3:*", "arn:aws:s3:::mine/*"),
  ),
  row("aws-iam-service-wildcard", "no", "some of a service", managed, grants("s3:Get*")),
  row("aws-iam-service-wildcard", "no", "everything, which is another flag", managed, grants("*")),
  row("aws-iam-service-wildcard", "no", "denied", managed, {
    policy: policy({ Effect: "Deny", Action: "s3:*", Resource: "*" }),
  }),
  row("aws-iam-service-wildcard", "unknown", "an unknown action", managed, {
    policy: { Statement: statement({ Action: unknownValue, Resource: "arn:aws:s3:::*" }) },
  }),
];

const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const attachments: readonly Case[] = [
  row(
    "aws-iam-admin-attached",
    "yes",
    "a role",
    "aws_iam_role_policy_attachment",
    { policy_arn: admin },
    "AdministratorAccess is attached",
  ),
  row("aws-iam-admin-attached", "yes", "a user", "aws_iam_user_policy_attachment", {
    policy_arn: "arn:aws-cn:iam::aws:policy/IAMFullAccess",
  }),
  row("aws-iam-admin-attached", "yes", "a group", "aws_iam_group_policy_attachment", {
    policy_arn: "arn:aws:iam::aws:policy/PowerUserAccess",
  }),
  row("aws-iam-admin-attached", "yes", "one of a role's own list", "aws_iam_role", {
    managed_policy_arns: [unknownValue, admin],
  }),
  row("aws-iam-admin-attached", "yes", "a permission set", "aws_ssoadmin_managed_policy_attachment", {
    managed_policy_arn: admin,
  }),
  row("aws-iam-admin-attached", "no", "read only", "aws_iam_role_policy_attachment", {
    policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
  }),
  row("aws-iam-admin-attached", "no", "a namesake of one's own", "aws_iam_policy_attachment", {
    policy_arn: "arn:aws:iam::111122223333:policy/AdministratorAccess",
  }),
  row(
    "aws-iam-admin-attached",
    "unknown",
    "unknown",
    "aws_iam_role_policy_attachment",
    { policy_arn: unknownValue },
    "policy_arn",
  ),
];

const role = "aws_iam_role";
const trust = (elements: ValueMap): ValueMap => ({
  assume_role_policy: policy(statement({ Action: "sts:AssumeRole", ...elements })),
});
const trusts: readonly Case[] = [
  row(
    "aws-role-trust-open",
    "yes",
    "anybody",
    role,
    trust({ Principal: { AWS: "*" } }),
    "anyone may sts:AssumeRole",
  ),
  row(
    "aws-role-trust-open",
    "yes",
    "anybody who knows a word",
    role,
    trust({ Principal: "*", Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
  ),
  row("aws-role-trust-open", "no", "a service", role, trust({ Principal: { Service: "ec2.amazonaws.com" } })),
  row(
    "aws-role-trust-open",
    "no",
    "one organisation",
    role,
    trust({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc" } } }),
  ),
  row(
    "aws-role-trust-open",
    "unknown",
    "unknown",
    role,
    { assume_role_policy: unknownValue },
    "assume_role_policy",
  ),
];

export const identities: readonly Case[] = [...admins, ...services, ...attachments, ...trusts];
