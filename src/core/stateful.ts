/** Whether losing a thing of this Terraform type loses data: databases, disks, buckets, file systems, keys, queues, backups. */
export const isStateful = (type: string): boolean => {
  if (holders.has(type)) return true;
  if (/^(?:aws|google|azurerm)_/.test(type) && aside.test(type)) return false;
  return words.test(type) && !aside.test(type);
};

/** The same for a Kubernetes kind; a namespace and a definition take with them what lives in them. */
export const isStatefulKind = (kind: string): boolean =>
  kinds.has(kind) ||
  (!/(?:User|Database|Role|Backup|Schedule|Policy|Binding|Class)$/.test(kind) && engines.test(kind));

const kinds: ReadonlySet<string> = new Set([
  ...["StatefulSet", "PersistentVolumeClaim", "PersistentVolume", "VolumeSnapshot", "VolumeSnapshotContent"],
  ...["Namespace", "CustomResourceDefinition", "Cluster"],
]);
const engines =
  /^(?:postgres|mysql|mariadb|mongo|redis|cassandra|elasticsearch|opensearch|kafka|rabbitmq|clickhouse|etcd|minio)/i;

const prefixed = (prefix: string, names: string): readonly string[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `${prefix}_${name}`);

const holders: ReadonlySet<string> = new Set([
  ...prefixed(
    "aws",
    `backup_vault cloudhsm_v2_cluster cloudwatch_log_group codecommit_repository cognito_user_pool db_instance db_snapshot
    db_cluster_snapshot dax_cluster docdb_cluster docdb_cluster_instance docdbelastic_cluster dynamodb_global_table
    dynamodb_table ebs_snapshot ebs_volume ecr_repository efs_file_system elasticache_cluster elasticache_replication_group
    elasticache_serverless_cache elasticsearch_domain fsx_lustre_file_system fsx_ontap_file_system fsx_ontap_volume
    fsx_openzfs_file_system fsx_openzfs_volume fsx_windows_file_system glacier_vault instance keyspaces_table
    kinesis_stream kms_external_key kms_key lightsail_database lightsail_disk memorydb_cluster mq_broker msk_cluster
    msk_serverless_cluster neptune_cluster neptune_cluster_instance neptunegraph_graph opensearch_domain
    opensearchserverless_collection qldb_ledger rds_cluster rds_cluster_instance rds_global_cluster redshift_cluster
    redshiftserverless_namespace route53_zone s3_bucket s3_object s3_directory_bucket s3tables_table s3tables_table_bucket
    secretsmanager_secret secretsmanager_secret_version simpledb_domain sqs_queue ssm_parameter timestreamwrite_database
    timestreamwrite_table timestreaminfluxdb_db_instance transfer_server workspaces_workspace`,
  ),
  ...prefixed(
    "google",
    `alloydb_backup alloydb_cluster alloydb_instance artifact_registry_repository bigquery_dataset bigquery_table
    bigtable_instance bigtable_table compute_disk compute_image compute_instance compute_region_disk compute_snapshot
    container_registry datastore_index dns_managed_zone filestore_backup filestore_instance firestore_database
    firebase_database_instance kms_crypto_key kms_key_ring lustre_instance memcache_instance netapp_storage_pool
    netapp_volume pubsub_subscription pubsub_topic redis_cluster redis_instance secret_manager_secret
    secret_manager_secret_version spanner_database spanner_instance sql_database sql_database_instance sql_user
    storage_bucket storage_bucket_object`,
  ),
  ...prefixed(
    "azurerm",
    `app_configuration backup_container_storage_account backup_protected_vm container_registry cosmosdb_account
    cosmosdb_cassandra_keyspace cosmosdb_cassandra_table cosmosdb_gremlin_database cosmosdb_gremlin_graph
    cosmosdb_mongo_collection cosmosdb_mongo_database cosmosdb_postgresql_cluster cosmosdb_sql_container
    cosmosdb_sql_database cosmosdb_table data_protection_backup_vault dns_zone eventhub eventhub_namespace key_vault
    key_vault_certificate key_vault_key key_vault_managed_hardware_security_module key_vault_secret kusto_cluster
    kusto_database linux_virtual_machine log_analytics_workspace managed_disk managed_redis mariadb_database mariadb_server
    mongo_cluster mssql_database mssql_elasticpool mssql_managed_database mssql_managed_instance mssql_server mysql_database
    mysql_flexible_database mysql_flexible_server mysql_server netapp_volume postgresql_database
    postgresql_flexible_server postgresql_flexible_server_database postgresql_server private_dns_zone
    recovery_services_vault redis_cache redis_enterprise_cluster redis_enterprise_database servicebus_namespace
    servicebus_queue servicebus_topic snapshot sql_database sql_server storage_account storage_blob storage_container
    storage_data_lake_gen2_filesystem storage_queue storage_share storage_table synapse_sql_pool virtual_machine
    windows_virtual_machine`,
  ),
]);

/** For types that no list names, and providers of anyone: a word that data lives behind. */
const words =
  /(?:^|_)(?:database|db|sql|mysql|mariadb|postgres|postgresql|mongodb?|redis|cassandra|elasticsearch|opensearch|disk|volume|bucket|blob|filesystem|file_system|storage|snapshot|backup|vault|secret|queue|kafka|stream|topic|table|dataset|ledger|keyring|crypto_key|persistent_volume|persistent_volume_claim|stateful_set)(?:_|s_|s?$|v\d+$)/;

/** Things about a data holder that are not the holder: who may reach it, how it is set, what hangs on it. */
const aside =
  /(?:^|_)(?:policy|policies|attachment|association|binding|member|grant|role|permission|acl|rule|rules|subnet_group|parameter_group|option_group|security_group|alarm|notification|subscription_filter|endpoint|alias|record|route|route_table|firewall|configuration|logging|metric|versioning|lifecycle|cors|website|public_access_block|encryption|ownership_controls|event|schedule|plan|selection|role_assignment|target|ssl_cert)(?:_|s?$|v\d+$)/;
