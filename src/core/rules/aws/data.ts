import type { Value, ValueMap } from "../../value.ts";
import type { Answer, Exposure, Reference, Rule } from "../rule.ts";
import { every, exposure, no, not, unknown } from "./answers.ts";
import { anyOf, blocks, flag, numberOf, texts } from "./attributes.ts";
import { cis, cloudStorage, dataDestruction, inhibitRecovery, publicFacing } from "./references.ts";

/** Which attribute decides for a type, and what holds where a document does not say; unknown where versions differ. */
type Switch = { readonly attribute: string; readonly block?: string; readonly absent: Answer };
type Switches = ReadonlyMap<string, Switch>;

const on = (attribute: string, absent: Answer, block?: string): Switch => ({
  attribute,
  absent,
  ...(block === undefined ? {} : { block }),
});

const publicRds: Switches = new Map([
  ["aws_db_instance", on("publicly_accessible", "no")],
  ["aws_rds_cluster_instance", on("publicly_accessible", "no")],
]);

const publicOthers: Switches = new Map([
  ["aws_neptune_cluster_instance", on("publicly_accessible", "no")],
  ["aws_redshift_cluster", on("publicly_accessible", "unknown")],
  ["aws_redshiftserverless_workgroup", on("publicly_accessible", "no")],
  ["aws_dms_replication_instance", on("publicly_accessible", "unknown")],
  ["aws_mq_broker", on("publicly_accessible", "no")],
  ["aws_lightsail_database", on("publicly_accessible", "no")],
]);

const encryptedRds: Switches = new Map([
  ["aws_db_instance", on("storage_encrypted", "no")],
  ["aws_rds_cluster", on("storage_encrypted", "no")],
]);

const encryptedEbs: Switches = new Map([
  ["aws_ebs_volume", on("encrypted", "unknown")],
  ["aws_ebs_encryption_by_default", on("enabled", "yes")],
]);

const encryptedEfs: Switches = new Map([["aws_efs_file_system", on("encrypted", "no")]]);

const encryptedOthers: Switches = new Map([
  ["aws_docdb_cluster", on("storage_encrypted", "no")],
  ["aws_neptune_cluster", on("storage_encrypted", "no")],
  ["aws_redshift_cluster", on("encrypted", "unknown")],
  ["aws_elasticache_replication_group", on("at_rest_encryption_enabled", "unknown")],
  ["aws_dax_cluster", on("enabled", "no", "server_side_encryption")],
  ["aws_opensearch_domain", on("enabled", "no", "encrypt_at_rest")],
  ["aws_elasticsearch_domain", on("enabled", "no", "encrypt_at_rest")],
]);

const guarded: Switches = new Map([
  ["aws_db_instance", on("deletion_protection", "no")],
  ["aws_rds_cluster", on("deletion_protection", "no")],
  ["aws_rds_global_cluster", on("deletion_protection", "no")],
  ["aws_docdb_cluster", on("deletion_protection", "no")],
  ["aws_neptune_cluster", on("deletion_protection", "no")],
]);

/** What each database keeps where a document does not say. */
const retention: ReadonlyMap<string, readonly [attribute: string, absent: number]> = new Map([
  ["aws_db_instance", ["backup_retention_period", 0]],
  ["aws_rds_cluster", ["backup_retention_period", 1]],
  ["aws_docdb_cluster", ["backup_retention_period", 1]],
  ["aws_neptune_cluster", ["backup_retention_period", 1]],
  ["aws_redshift_cluster", ["automated_snapshot_retention_period", 1]],
]);

export const data: readonly Rule[] = [
  publicRule("aws-rds-public", publicRds, [cis("2.3.3", "no public access to RDS instances")]),
  publicRule("aws-database-public", publicOthers, []),
  unencryptedRule("aws-rds-unencrypted", encryptedRds, [cis("2.3.1", "RDS is encrypted at rest")]),
  unencryptedRule("aws-ebs-unencrypted", encryptedEbs, [cis("2.2.1", "EBS volumes are encrypted")]),
  unencryptedRule("aws-efs-unencrypted", encryptedEfs, [cis("2.4.1", "EFS file systems are encrypted")]),
  unencryptedRule("aws-storage-unencrypted", encryptedOthers, []),
  {
    id: "aws-database-unprotected",
    version: 1,
    title: "A database may be deleted in one call",
    severity: "medium",
    types: [...guarded.keys()],
    exposed: (side, type) => when(side, guarded.get(type), "no"),
    references: [dataDestruction],
    hint: "Turn deletion protection on.",
  },
  {
    id: "aws-database-backup-off",
    version: 1,
    title: "A database keeps no backups",
    severity: "medium",
    types: [...retention.keys()],
    exposed: (side, type) => keepsNothing(side, type),
    references: [inhibitRecovery],
    hint: "Keep automated backups for at least a week.",
  },
  {
    id: "aws-database-no-final-snapshot",
    version: 1,
    title: "A database would be deleted without a last snapshot",
    severity: "low",
    types: [
      "aws_db_instance",
      "aws_rds_cluster",
      "aws_docdb_cluster",
      "aws_neptune_cluster",
      "aws_redshift_cluster",
    ],
    exposed: (side) => when(side, on("skip_final_snapshot", "no"), "yes"),
    references: [inhibitRecovery, dataDestruction],
    hint: "Set skip_final_snapshot to false and name a final_snapshot_identifier.",
  },
];

function publicRule(id: string, switches: Switches, controls: readonly Reference[]): Rule {
  return {
    id,
    version: 1,
    title: "A database has a public address",
    severity: "high",
    types: [...switches.keys()],
    exposed: (side, type) => when(side, switches.get(type), "yes"),
    references: [publicFacing, cloudStorage, ...controls],
    hint: "Set publicly_accessible to false and reach it from inside the VPC.",
  };
}

function unencryptedRule(id: string, switches: Switches, controls: readonly Reference[]): Rule {
  return {
    id,
    version: 1,
    title: "Stored data is not encrypted",
    severity: "medium",
    types: [...switches.keys()],
    exposed: (side, type) => when(side, switches.get(type), "no"),
    references: [cloudStorage, ...controls],
    hint: "Turn encryption on; existing data has to be copied to an encrypted store.",
  };
}

/** Exposed when the switch stands at `bad`. */
const when = (side: ValueMap, found: Switch | undefined, bad: "yes" | "no"): Exposure => {
  if (found === undefined) return no;
  const { attribute, block, absent } = found;
  const name = block === undefined ? attribute : `${block}.${attribute}`;
  const nested = block === undefined ? undefined : blocks(side[block]);
  if (nested?.unreadable === true) return unknown(`cannot read ${name}`);
  const value: Value | undefined = (nested === undefined ? side : nested.known[0])?.[attribute];
  const standing = flag(value, absent);
  if (standing !== bad && standing !== "unknown") return no;
  return exposure(
    bad === "yes" ? standing : not(standing),
    `${name} is ${bad === "yes" ? "true" : "not true"}`,
    name,
  );
};

/** A replica keeps none of its own: its source does. */
const keepsNothing = (side: ValueMap, type: string): Exposure => {
  const [attribute, absent] = retention.get(type) ?? ["backup_retention_period", 1];
  const days = numberOf(side[attribute]) ?? absent;
  const none: Answer = days === "unreadable" ? "unknown" : days <= 0 ? "yes" : "no";
  if (none === "no") return no;
  const replica = anyOf(texts(side["replicate_source_db"]), () => true);
  return exposure(every(none, not(replica)), `${attribute} is 0`, `${attribute} and replicate_source_db`);
};
