import { unknownValue } from "../../../../../src/core/value.ts";
import { type Case, row } from "./case.ts";
import { policy, statement } from "./policies.ts";

const open = policy(statement({ Principal: "*", Action: "sqs:SendMessage" }));
const fromTopic = policy(
  statement({
    Principal: "*",
    Action: "sqs:SendMessage",
    Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-west-1:1:t" } },
  }),
);
const url = "aws_lambda_function_url";
const permission = "aws_lambda_permission";

const documents: readonly Case[] = [
  row("aws-resource-policy-public", "yes", "a vault", "aws_glacier_vault", { access_policy: open }),
  row(
    "aws-resource-policy-public",
    "yes",
    "a queue",
    "aws_sqs_queue_policy",
    { policy: open },
    "anyone may sqs:SendMessage",
  ),
  row("aws-resource-policy-public", "yes", "a topic", "aws_sns_topic_policy", {
    policy: policy(statement({ Principal: { AWS: "*" }, Action: "sns:Publish" })),
  }),
  row("aws-resource-policy-public", "yes", "a key", "aws_kms_key", {
    policy: policy(statement({ Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" })),
  }),
  row("aws-resource-policy-public", "yes", "a secret", "aws_secretsmanager_secret_policy", { policy: open }),
  row("aws-resource-policy-public", "yes", "a registry", "aws_ecr_repository_policy", { policy: open }),
  row("aws-resource-policy-public", "yes", "a search domain", "aws_opensearch_domain", {
    access_policies: open,
  }),
  row("aws-resource-policy-public", "yes", "log groups", "aws_cloudwatch_log_resource_policy", {
    policy_document: open,
  }),
  row("aws-resource-policy-public", "no", "a queue fed by one topic", "aws_sqs_queue_policy", {
    policy: fromTopic,
  }),
  row("aws-resource-policy-public", "no", "a key of the account", "aws_kms_key", {
    policy: policy(statement({ Principal: { AWS: "arn:aws:iam::1:root" }, Action: "kms:*" })),
  }),
  row("aws-resource-policy-public", "no", "a file system for its mounts", "aws_efs_file_system_policy", {
    policy: policy(
      statement({
        Principal: { AWS: "*" },
        Action: "elasticfilesystem:ClientMount",
        Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
      }),
    ),
  }),
  row("aws-resource-policy-public", "unknown", "an unknown policy", "aws_sqs_queue", {
    policy: unknownValue,
  }),
  row(
    "aws-resource-policy-public",
    "unknown",
    "an unknown access policy",
    "aws_opensearch_domain",
    { access_policies: unknownValue },
    "access_policies",
  ),
];

const functions: readonly Case[] = [
  row(
    "aws-lambda-public",
    "yes",
    "anybody",
    permission,
    { principal: "*", action: "lambda:InvokeFunction", source_arn: null },
    "anyone may lambda:InvokeFunction",
  ),
  row("aws-lambda-public", "yes", "any bucket", permission, {
    principal: "*",
    action: "lambda:InvokeFunction",
    source_arn: "arn:aws:s3:::*",
  }),
  row("aws-lambda-public", "yes", "a layer", "aws_lambda_layer_version_permission", {
    principal: "*",
    action: "lambda:GetLayerVersion",
  }),
  row("aws-lambda-public", "no", "a service", permission, {
    principal: "s3.amazonaws.com",
    source_arn: unknownValue,
  }),
  row("aws-lambda-public", "no", "one source", permission, {
    principal: "*",
    source_arn: "arn:aws:s3:::mine",
  }),
  row("aws-lambda-public", "no", "a layer for one organisation", "aws_lambda_layer_version_permission", {
    principal: "*",
    organization_id: "o-abc",
  }),
  row("aws-lambda-public", "unknown", "an unknown source", permission, {
    principal: "*",
    source_arn: unknownValue,
  }),
  row("aws-lambda-public", "unknown", "an unknown principal", permission, { principal: unknownValue }),
  row("aws-lambda-url-open", "yes", "no credentials", url, { authorization_type: "NONE" }, "NONE"),
  row("aws-lambda-url-open", "no", "credentials", url, { authorization_type: "AWS_IAM" }),
  row("aws-lambda-url-open", "unknown", "unknown", url, { authorization_type: unknownValue }),
];

export const resourcePolicies: readonly Case[] = [...documents, ...functions];
