import type { ValueMap } from "../../value.ts";
import type { Answer, Exposure, Rule } from "../rule.ts";
import { every, exposure, no, not, unknown, yes } from "./answers.ts";
import { anyOf, blocks, flag, numberOf, texts } from "./attributes.ts";
import { attack, cis, cloudLogs, dataDestruction } from "./references.ts";

export const guards: readonly Rule[] = [
  {
    id: "aws-cloudtrail-off",
    version: 1,
    title: "The audit trail does not record",
    severity: "high",
    types: ["aws_cloudtrail"],
    exposed: (side) =>
      exposure(not(flag(side["enable_logging"], "yes")), "enable_logging is false", "enable_logging"),
    whenAbsent: "exposed",
    references: [cloudLogs, cis("3.1", "CloudTrail is on in every region")],
    hint: "Turn the trail on again, and find out who turned it off.",
  },
  {
    id: "aws-cloudtrail-one-region",
    version: 1,
    title: "The audit trail sees one region only",
    severity: "medium",
    types: ["aws_cloudtrail"],
    exposed: (side) =>
      exposure(
        not(flag(side["is_multi_region_trail"], "no")),
        "is_multi_region_trail is not true",
        "is_multi_region_trail",
      ),
    references: [cloudLogs, cis("3.1", "CloudTrail is on in every region")],
    hint: "Set is_multi_region_trail to true.",
  },
  {
    id: "aws-guardduty-off",
    version: 1,
    title: "Threat detection is off",
    severity: "high",
    types: ["aws_guardduty_detector"],
    exposed: (side) => exposure(not(flag(side["enable"], "yes")), "enable is false", "enable"),
    whenAbsent: "exposed",
    references: [attack("T1562.001", "Impair Defenses: Disable or Modify Tools")],
    hint: "Turn the detector on again, and find out who turned it off.",
  },
  {
    id: "aws-flow-log-partial",
    version: 1,
    title: "Network traffic is not fully recorded",
    severity: "medium",
    types: ["aws_flow_log"],
    exposed: (side) =>
      exposure(
        anyOf(texts(side["traffic_type"]), (type) => type.trim().toUpperCase() === "ACCEPT"),
        "rejected traffic is not recorded",
        "traffic_type",
      ),
    whenAbsent: "exposed",
    references: [cloudLogs, cis("3.7", "flow logs record every VPC")],
    hint: "Keep a flow log that records rejected traffic too.",
  },
  {
    id: "aws-kms-rotation-off",
    version: 1,
    title: "An encryption key is never rotated",
    severity: "low",
    types: ["aws_kms_key"],
    exposed: (side) => neverRotated(side),
    references: [cis("3.6", "symmetric customer keys rotate")],
    hint: "Set enable_key_rotation to true.",
  },
  {
    id: "aws-kms-short-deletion-window",
    version: 1,
    title: "An encryption key can be lost within days",
    severity: "low",
    types: ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"],
    exposed: (side) => shortWindow(side),
    references: [dataDestruction],
    hint: "Leave deletion_window_in_days at 30: data under a deleted key is gone for good.",
  },
  {
    id: "aws-imdsv1",
    version: 1,
    title: "Instance credentials can be read without a session token",
    severity: "medium",
    types: ["aws_instance", "aws_spot_instance_request", "aws_launch_template", "aws_launch_configuration"],
    exposed: (side) => oldMetadata(side),
    references: [
      attack("T1552.005", "Unsecured Credentials: Cloud Instance Metadata API"),
      cis("5.6", "instance metadata by IMDSv2 only"),
    ],
    hint: "Set http_tokens to required in metadata_options.",
  },
];

/** Only symmetric keys that encrypt can rotate by themselves. */
const neverRotated = (side: ValueMap): Exposure => {
  const isPlain = (attribute: string, plain: string): Answer => {
    const { known, unreadable } = texts(side[attribute]);
    return unreadable ? "unknown" : known.every((word) => word.trim().toUpperCase() === plain) ? "yes" : "no";
  };
  return exposure(
    every(
      isPlain("customer_master_key_spec", "SYMMETRIC_DEFAULT"),
      isPlain("key_usage", "ENCRYPT_DECRYPT"),
      not(flag(side["enable_key_rotation"], "no")),
    ),
    "enable_key_rotation is not true",
    "enable_key_rotation",
  );
};

const shortWindow = (side: ValueMap): Exposure => {
  const days = numberOf(side["deletion_window_in_days"]) ?? 30;
  if (days === "unreadable") return unknown("cannot read deletion_window_in_days");
  return days < 14 ? yes(`deletion_window_in_days is ${days}`) : no;
};

/** A switched-off endpoint hands out nothing. */
const oldMetadata = (side: ValueMap): Exposure => {
  const options = blocks(side["metadata_options"]);
  if (options.unreadable) return unknown("cannot read metadata_options");
  const block = options.known[0] ?? {};
  const is = (attribute: string, word: string): Answer =>
    anyOf(texts(block[attribute]), (value) => value.trim().toLowerCase() === word);
  return exposure(
    every(not(is("http_tokens", "required")), not(is("http_endpoint", "disabled"))),
    "http_tokens is not required",
    "metadata_options",
  );
};
