import { secretValue, unknownValue, type ValueMap } from "../../../../../src/core/value.ts";
import { type Case, row } from "./case.ts";

const key = "aws_kms_key";
const machine = "aws_instance";
const metadata = (options: ValueMap): ValueMap => ({ metadata_options: [options] });

export const guards: readonly Case[] = [
  row(
    "aws-cloudtrail-off",
    "yes",
    "stopped",
    "aws_cloudtrail",
    { enable_logging: false },
    "enable_logging is false",
  ),
  row("aws-cloudtrail-off", "no", "not said", "aws_cloudtrail", {}),
  row("aws-cloudtrail-off", "unknown", "unknown", "aws_cloudtrail", { enable_logging: unknownValue }),
  row("aws-cloudtrail-one-region", "yes", "one region", "aws_cloudtrail", { is_multi_region_trail: false }),
  row("aws-cloudtrail-one-region", "no", "every region", "aws_cloudtrail", { is_multi_region_trail: true }),
  row("aws-cloudtrail-one-region", "unknown", "unknown", "aws_cloudtrail", {
    is_multi_region_trail: unknownValue,
  }),
  row("aws-guardduty-off", "yes", "off", "aws_guardduty_detector", { enable: false }, "enable is false"),
  row("aws-guardduty-off", "no", "on", "aws_guardduty_detector", { enable: true }),
  row("aws-guardduty-off", "unknown", "unknown", "aws_guardduty_detector", { enable: unknownValue }),
  row("aws-flow-log-partial", "yes", "accepted only", "aws_flow_log", { traffic_type: "ACCEPT" }),
  row("aws-flow-log-partial", "no", "all", "aws_flow_log", { traffic_type: "ALL" }),
  row("aws-flow-log-partial", "unknown", "unknown", "aws_flow_log", { traffic_type: unknownValue }),
  row("aws-kms-rotation-off", "yes", "not said", key, {
    customer_master_key_spec: "SYMMETRIC_DEFAULT",
    key_usage: "ENCRYPT_DECRYPT",
  }),
  row("aws-kms-rotation-off", "no", "on", key, { enable_key_rotation: true }),
  row("aws-kms-rotation-off", "no", "a key that cannot rotate", key, {
    enable_key_rotation: false,
    customer_master_key_spec: "RSA_2048",
  }),
  row("aws-kms-rotation-off", "no", "a signing key", key, {
    enable_key_rotation: false,
    key_usage: "GENERATE_VERIFY_MAC",
  }),
  row("aws-kms-rotation-off", "unknown", "unknown", key, { enable_key_rotation: unknownValue }),
  row("aws-kms-rotation-off", "unknown", "of unknown kind", key, { customer_master_key_spec: unknownValue }),
  row(
    "aws-kms-short-deletion-window",
    "yes",
    "a week",
    key,
    { deletion_window_in_days: 7 },
    "deletion_window_in_days is 7",
  ),
  row("aws-kms-short-deletion-window", "no", "a month", key, { deletion_window_in_days: 30 }),
  row("aws-kms-short-deletion-window", "no", "not said", "aws_kms_external_key", {
    deletion_window_in_days: null,
  }),
  row("aws-kms-short-deletion-window", "unknown", "unknown", key, { deletion_window_in_days: unknownValue }),
  row(
    "aws-imdsv1",
    "yes",
    "optional",
    machine,
    metadata({ http_tokens: "optional", http_endpoint: "enabled" }),
    "http_tokens",
  ),
  row("aws-imdsv1", "yes", "not said", "aws_launch_template", {}),
  row("aws-imdsv1", "no", "required", machine, metadata({ http_tokens: "required" })),
  row(
    "aws-imdsv1",
    "no",
    "no endpoint",
    machine,
    metadata({ http_tokens: "optional", http_endpoint: "disabled" }),
  ),
  row("aws-imdsv1", "unknown", "unknown", machine, { metadata_options: unknownValue }),
  row("aws-imdsv1", "unknown", "masked by its name", machine, metadata({ http_tokens: secretValue(1) })),
];
