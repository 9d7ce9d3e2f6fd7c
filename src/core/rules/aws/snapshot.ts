import type { ValueMap } from "../../value.ts";
import type { Exposure, Rule } from "../rule.ts";
import { clip, exposure, listed, worst } from "./answers.ts";
import { anyOf, texts } from "./attributes.ts";
import { cloudStorage, impairDefenses, transferData } from "./references.ts";

/** Where each type names whom it shares with. */
const shares: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws_ami_launch_permission", ["group", "account_id", "organization_arn", "organizational_unit_arn"]],
  ["aws_snapshot_create_volume_permission", ["account_id"]],
  ["aws_db_snapshot", ["shared_accounts"]],
  ["aws_db_snapshot_copy", ["shared_accounts"]],
  ["aws_db_cluster_snapshot", ["shared_accounts"]],
  ["aws_rds_cluster_snapshot_copy", ["shared_accounts"]],
]);

export const snapshot: readonly Rule[] = [
  {
    id: "aws-snapshot-public",
    version: 1,
    title: "An image or snapshot is shared with everybody",
    severity: "critical",
    types: [...shares.keys()],
    exposed: (side, type) => sharedWith(side, type, isEverybody),
    references: [transferData, cloudStorage],
    hint: "Share it with the accounts that need it, by number.",
  },
  {
    id: "aws-snapshot-shared",
    version: 1,
    title: "An image or snapshot is shared with another account",
    severity: "medium",
    types: [...shares.keys()],
    exposed: (side, type) => sharedWith(side, type, (name) => !isEverybody(name)),
    references: [transferData],
    hint: "Confirm that the account is yours, and end the sharing once the copy is made.",
  },
  {
    id: "aws-snapshot-sharing-unblocked",
    version: 1,
    title: "Nothing keeps images or snapshots from being made public",
    severity: "medium",
    types: ["aws_ebs_snapshot_block_public_access", "aws_ec2_image_block_public_access"],
    exposed: (side) =>
      exposure(
        anyOf(texts(side["state"]), (state) => state.trim().toLowerCase() === "unblocked"),
        "state is unblocked",
        "state",
      ),
    whenAbsent: "exposed",
    references: [impairDefenses, transferData],
    hint: "Set the state to block sharing.",
  },
];

const sharedWith = (side: ValueMap, type: string, test: (name: string) => boolean): Exposure =>
  worst(
    (shares.get(type) ?? []).map((attribute) => {
      const names = texts(side[attribute]);
      const matching = listed(names.known.filter(test).map((name) => clip(name, 60)));
      return exposure(anyOf(names, test), `${attribute}: ${matching}`, attribute);
    }),
  );

const isEverybody = (name: string): boolean => name.trim().toLowerCase() === "all";
