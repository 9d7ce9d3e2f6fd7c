import { unknownValue } from "../../../../../src/core/value.ts";
import { type Case, row } from "./case.ts";

const image = "aws_ami_launch_permission";
const volume = "aws_snapshot_create_volume_permission";

export const snapshots: readonly Case[] = [
  row("aws-snapshot-public", "yes", "a volume snapshot", volume, { account_id: "all" }),
  row(
    "aws-snapshot-shared",
    "yes",
    "a database snapshot, by number",
    "aws_db_snapshot",
    { shared_accounts: [111_122_223_333] },
    "111122223333",
  ),
  row("aws-snapshot-public", "yes", "an image", image, { group: "all", account_id: null }, "group: all"),
  row(
    "aws-snapshot-public",
    "yes",
    "a database snapshot",
    "aws_db_snapshot",
    { shared_accounts: ["111122223333", "all"] },
    "shared_accounts: all",
  ),
  row("aws-snapshot-public", "yes", "a copy", "aws_db_snapshot_copy", { shared_accounts: ["all"] }),
  row(
    "aws-snapshot-public",
    "yes",
    "a cluster snapshot beside an unknown account",
    "aws_db_cluster_snapshot",
    { shared_accounts: [unknownValue, "all"] },
  ),
  row("aws-snapshot-public", "no", "one account", image, { account_id: "111122223333", group: null }),
  row("aws-snapshot-public", "no", "nobody", "aws_db_snapshot", { shared_accounts: [] }),
  row(
    "aws-snapshot-public",
    "unknown",
    "unknown accounts",
    "aws_db_snapshot",
    { shared_accounts: unknownValue },
    "shared_accounts",
  ),
  row("aws-snapshot-public", "unknown", "an unknown group", image, { group: unknownValue }),
  row(
    "aws-snapshot-shared",
    "yes",
    "a volume snapshot",
    volume,
    { account_id: "111122223333" },
    "account_id: 111122223333",
  ),
  row("aws-snapshot-shared", "yes", "an image within an organisation", image, {
    organization_arn: "arn:aws:organizations::1:organization/o-abc",
  }),
  row("aws-snapshot-shared", "no", "everybody, which is another flag", image, { group: "all" }),
  row("aws-snapshot-shared", "no", "nobody", "aws_db_cluster_snapshot", {}),
  row("aws-snapshot-shared", "unknown", "an unknown account", volume, { account_id: unknownValue }),
  row("aws-snapshot-sharing-unblocked", "yes", "unblocked", "aws_ebs_snapshot_block_public_access", {
    state: "unblocked",
  }),
  row("aws-snapshot-sharing-unblocked", "no", "blocked", "aws_ec2_image_block_public_access", {
    state: "block-new-sharing",
  }),
  row("aws-snapshot-sharing-unblocked", "unknown", "unknown", "aws_ebs_snapshot_block_public_access", {
    state: unknownValue,
  }),
];
