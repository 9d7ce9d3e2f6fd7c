import { alertBlocks, itemRow } from "../../src/view/alert.ts";
import type { Doc } from "../../src/view/doc.ts";
import { findingBlocks, findingRow, findingTable } from "../../src/view/finding.ts";
import { fixRow } from "../../src/view/rows.ts";
import { solution } from "../support/solution.ts";
import {
  alertOf,
  crashing,
  day,
  now,
  openedByHand,
  remembered,
  replacedDatabase,
  sevenBuckets,
} from "./samples.ts";

export const fix = fixRow({
  solution: solution({
    name: "close-ssh",
    author: "ana",
    for: "aws-open-ssh",
    solution: {
      kind: "command",
      run: "aws ec2 revoke-security-group-ingress --group-id sg-0a1b2c3d4e5f60718 --protocol tcp --port 22 --cidr 0.0.0.0/0",
    },
  }),
  because: "its rule is aws-open-ssh",
  draft: false,
});

const rows = (...items: readonly Parameters<typeof itemRow>[0][]) => items.map((item) => itemRow(item));

/** What a scan with one problem of each sort looks like. */
export const scanScreen: Doc = [
  { kind: "gate", gate: "fail", text: "4 findings at or above high; 2 findings under the gate" },
  ...alertBlocks({
    ...alertOf([openedByHand], "SSH reachable from anywhere: port 22 is open to 0.0.0.0/0."),
    items: [itemRow(openedByHand, { fixes: [fix], recollection: { state: "new", firstSeen: now }, now })],
  }),
  ...alertBlocks({
    ...alertOf([replacedDatabase], "The code says something that has not been applied."),
    items: [
      itemRow(replacedDatabase, { recollection: { state: "recurring", firstSeen: now - 3 * day }, now }),
    ],
  }),
  ...alertBlocks({
    ...alertOf([crashing], "The container exits soon after it starts."),
    items: rows(crashing),
  }),
  ...alertBlocks({ ...alertOf(sevenBuckets, "They changed alike."), items: rows(...sevenBuckets) }),
  { kind: "note", text: "looked at infra with terraform: 41 resources, complete" },
  {
    kind: "next",
    commands: [
      {
        command: `steadystate show ${openedByHand.departure.fingerprint.slice(0, 12)}`,
        why: "what is known, and the fix",
      },
      { command: "steadystate ci . --fail-on medium", why: "a stricter gate" },
    ],
  },
];

export const showScreen: Doc = [
  { kind: "verdict", verdict: "UNKNOWN", text: "no check says whether it works" },
  findingTable([
    findingRow(remembered, now),
    findingRow(
      {
        ...remembered,
        severity: "low",
        title:
          "aws_s3_bucket.a-rather-long-name-for-a-bucket-of-logs has a declared change that is not applied yet",
        suppression: {
          kind: "muted",
          until: undefined,
          by: "os:ana",
          note: undefined,
          owner: undefined,
          origin: "local",
          rules: undefined,
          maxSeverity: "medium",
        },
      },
      now,
    ),
  ]),
  ...findingBlocks(findingRow(remembered, now), [fix]),
];
