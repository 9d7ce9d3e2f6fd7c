import { secretValue, unknownValue } from "../../../../../src/core/value.ts";
import { type Case, row } from "./case.ts";

const db = "aws_db_instance";

export const data: readonly Case[] = [
  row(
    "aws-rds-public",
    "yes",
    "an instance",
    db,
    { publicly_accessible: true },
    "publicly_accessible is true",
  ),
  row("aws-rds-public", "yes", "a member of a cluster", "aws_rds_cluster_instance", {
    publicly_accessible: "true",
  }),
  row("aws-rds-public", "no", "private", db, { publicly_accessible: false }),
  row("aws-rds-public", "no", "not said", db, {}),
  row(
    "aws-rds-public",
    "unknown",
    "unknown",
    db,
    { publicly_accessible: unknownValue },
    "publicly_accessible",
  ),
  row("aws-database-public", "yes", "a warehouse", "aws_redshift_cluster", { publicly_accessible: true }),
  row("aws-database-public", "yes", "a replication instance", "aws_dms_replication_instance", {
    publicly_accessible: true,
  }),
  row("aws-database-public", "no", "a private warehouse", "aws_redshift_cluster", {
    publicly_accessible: false,
  }),
  row("aws-database-public", "unknown", "a default that differs by version", "aws_redshift_cluster", {}),
  row("aws-database-public", "unknown", "a secret", "aws_mq_broker", { publicly_accessible: secretValue(1) }),
  row("aws-rds-unencrypted", "yes", "off", db, { storage_encrypted: false }, "storage_encrypted is not true"),
  row("aws-rds-unencrypted", "yes", "not said", "aws_rds_cluster", {}),
  row("aws-rds-unencrypted", "no", "on", db, { storage_encrypted: true }),
  row("aws-rds-unencrypted", "unknown", "unknown", db, { storage_encrypted: unknownValue }),
  row("aws-ebs-unencrypted", "yes", "a volume", "aws_ebs_volume", { encrypted: false }),
  row("aws-ebs-unencrypted", "yes", "the account's default", "aws_ebs_encryption_by_default", {
    enabled: false,
  }),
  row("aws-ebs-unencrypted", "no", "an encrypted volume", "aws_ebs_volume", { encrypted: true }),
  row("aws-ebs-unencrypted", "no", "the default, not said", "aws_ebs_encryption_by_default", {}),
  row("aws-ebs-unencrypted", "unknown", "up to the account", "aws_ebs_volume", {}),
  row("aws-efs-unencrypted", "yes", "off", "aws_efs_file_system", { encrypted: false }),
  row("aws-efs-unencrypted", "no", "on", "aws_efs_file_system", { encrypted: true }),
  row("aws-efs-unencrypted", "unknown", "unknown", "aws_efs_file_system", { encrypted: unknownValue }),
  row(
    "aws-storage-unencrypted",
    "yes",
    "a search domain",
    "aws_opensearch_domain",
    { encrypt_at_rest: [{ enabled: false }] },
    "encrypt_at_rest.enabled",
  ),
  row("aws-storage-unencrypted", "yes", "a search domain without the block", "aws_opensearch_domain", {
    encrypt_at_rest: [],
  }),
  row("aws-storage-unencrypted", "yes", "a warehouse", "aws_redshift_cluster", { encrypted: "false" }),
  row("aws-storage-unencrypted", "yes", "a cache", "aws_elasticache_replication_group", {
    at_rest_encryption_enabled: false,
  }),
  row("aws-storage-unencrypted", "no", "an encrypted cluster", "aws_docdb_cluster", {
    storage_encrypted: true,
  }),
  row(
    "aws-storage-unencrypted",
    "no",
    "an encrypted cache, as a string",
    "aws_elasticache_replication_group",
    { at_rest_encryption_enabled: "true" },
  ),
  row("aws-storage-unencrypted", "unknown", "an unknown block", "aws_dax_cluster", {
    server_side_encryption: unknownValue,
  }),
  row("aws-database-unprotected", "yes", "off", db, { deletion_protection: false }, "deletion_protection"),
  row("aws-database-unprotected", "no", "on", "aws_rds_cluster", { deletion_protection: true }),
  row("aws-database-unprotected", "unknown", "unknown", "aws_neptune_cluster", {
    deletion_protection: unknownValue,
  }),
  row(
    "aws-database-backup-off",
    "yes",
    "none",
    db,
    { backup_retention_period: 0 },
    "backup_retention_period is 0",
  ),
  row("aws-database-backup-off", "yes", "not said, which is none", db, {}),
  row("aws-database-backup-off", "yes", "a warehouse", "aws_redshift_cluster", {
    automated_snapshot_retention_period: 0,
  }),
  row("aws-database-backup-off", "no", "a week", db, { backup_retention_period: 7 }),
  row("aws-database-backup-off", "no", "not said, which is a day", "aws_rds_cluster", {}),
  row("aws-database-backup-off", "no", "a replica", db, {
    backup_retention_period: 0,
    replicate_source_db: "primary",
  }),
  row("aws-database-backup-off", "unknown", "unknown", db, { backup_retention_period: unknownValue }),
  row("aws-database-backup-off", "unknown", "a replica of something", db, {
    backup_retention_period: 0,
    replicate_source_db: unknownValue,
  }),
  row(
    "aws-database-no-final-snapshot",
    "yes",
    "skipped",
    db,
    { skip_final_snapshot: true },
    "skip_final_snapshot",
  ),
  row("aws-database-no-final-snapshot", "no", "not said", "aws_rds_cluster", {}),
  row("aws-database-no-final-snapshot", "unknown", "unknown", db, { skip_final_snapshot: unknownValue }),
];
