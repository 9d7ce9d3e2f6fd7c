import { expect, test } from "vitest";
import { isStateful } from "../../src/core/stateful.ts";

test.each([
  ...[
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_s3_bucket",
    "aws_ebs_volume",
    "aws_dynamodb_table",
    "aws_kms_key",
  ],
  ...["aws_sqs_queue", "aws_efs_file_system", "google_sql_database_instance", "google_storage_bucket"],
  ...[
    "google_compute_disk",
    "azurerm_storage_account",
    "azurerm_key_vault",
    "azurerm_postgresql_flexible_server",
  ],
  ...["mongodbatlas_cluster_database", "digitalocean_volume", "kubernetes_persistent_volume_claim_v1"],
  ...[
    "postgresql_database",
    "hcloud_volume",
    "vault_kv_secret_v2",
    "aws_brandnew_database",
    "confluent_kafka_topic",
  ],
])("%s holds data", (type) => {
  expect(isStateful(type)).toBe(true);
});

test.each([
  ...[
    "aws_security_group",
    "aws_s3_bucket_policy",
    "aws_db_subnet_group",
    "aws_iam_role",
    "aws_volume_attachment",
  ],
  ...[
    "aws_kms_alias",
    "aws_sqs_queue_policy",
    "google_storage_bucket_iam_member",
    "azurerm_storage_account_network_rules",
  ],
  ...[
    "google_sql_ssl_cert",
    "aws_route_table",
    "aws_route_table_association",
    "null_resource",
    "aws_lambda_function",
  ],
  ...["digitalocean_volume_attachment", "aws_s3_bucket_versioning", "aws_backup_plan", "unknown"],
])("%s does not", (type) => {
  expect(isStateful(type)).toBe(false);
});
