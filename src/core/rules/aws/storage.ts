import { isList, isOpaque, type ValueMap } from "../../value.ts";
import type { Answer, Exposure, Rule } from "../rule.ts";
import { every, exposure, listed, not, some, worst } from "./answers.ts";
import { namesNobody } from "./arn.ts";
import { anyOf, blocks, flag, joined, texts } from "./attributes.ts";
import { matchesAll } from "./policy-document.ts";
import { cis, cloudStorage, impairDefenses, publicFacing, transferData } from "./references.ts";
import { opensToAnyone } from "./resource-policy.ts";

/** The attribute that holds each type's resource policy. */
const policyAttributes: ReadonlyMap<string, string> = new Map([
  ["aws_backup_vault_policy", "policy"],
  ["aws_cloudwatch_event_bus_policy", "policy"],
  ["aws_cloudwatch_log_resource_policy", "policy_document"],
  ["aws_dynamodb_resource_policy", "policy"],
  ["aws_ecr_repository_policy", "policy"],
  ["aws_efs_file_system_policy", "policy"],
  ["aws_elasticsearch_domain", "access_policies"],
  ["aws_elasticsearch_domain_policy", "access_policies"],
  ["aws_glacier_vault", "access_policy"],
  ["aws_kinesis_resource_policy", "policy"],
  ["aws_kms_key", "policy"],
  ["aws_kms_key_policy", "policy"],
  ["aws_opensearch_domain", "access_policies"],
  ["aws_opensearch_domain_policy", "access_policies"],
  ["aws_secretsmanager_secret", "policy"],
  ["aws_secretsmanager_secret_policy", "policy"],
  ["aws_sns_topic", "policy"],
  ["aws_sns_topic_policy", "policy"],
  ["aws_sqs_queue", "policy"],
  ["aws_sqs_queue_policy", "policy"],
]);

export const storage: readonly Rule[] = [
  {
    id: "aws-public-access-block-relaxed",
    version: 1,
    title: "A lock against public buckets is off",
    severity: "critical",
    types: ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"],
    exposed: (side) => locksOff(side),
    whenAbsent: "exposed",
    references: [impairDefenses, cloudStorage, cis("2.1.4", "buckets block public access")],
    hint: "Set all four locks to true, and serve public files through a CDN instead.",
  },
  {
    id: "aws-acl-public",
    version: 1,
    title: "An access list opens a bucket to the public",
    severity: "critical",
    types: [
      "aws_s3_bucket",
      "aws_s3_bucket_acl",
      "aws_s3_object",
      "aws_s3_object_copy",
      "aws_s3_bucket_object",
    ],
    exposed: (side) => worst([cannedAcl(side), grants(side)]),
    references: [cloudStorage],
    hint: "Set the ACL to private and name the readers in a bucket policy.",
  },
  {
    id: "aws-bucket-policy-public",
    version: 1,
    title: "A bucket policy lets anybody in",
    severity: "critical",
    types: [
      "aws_s3_bucket_policy",
      "aws_s3_bucket",
      "aws_s3_access_point",
      "aws_s3control_access_point_policy",
    ],
    exposed: (side) => opensToAnyone(side["policy"], "policy"),
    references: [cloudStorage],
    hint: "Name the principals, or limit the statement with aws:PrincipalOrgID, aws:SourceVpce or aws:SourceArn.",
  },
  {
    id: "aws-resource-policy-public",
    version: 1,
    title: "A resource policy lets anybody in",
    severity: "high",
    types: [...policyAttributes.keys()],
    exposed: (side, type) => {
      const attribute = policyAttributes.get(type) ?? "policy";
      return opensToAnyone(side[attribute], attribute);
    },
    references: [cloudStorage, transferData],
    hint: "Name the principals, or limit the statement with aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn.",
  },
  {
    id: "aws-lambda-public",
    version: 1,
    title: "A function or layer is open to anybody",
    severity: "high",
    types: ["aws_lambda_permission", "aws_lambda_layer_version_permission"],
    exposed: (side) => anyoneInvokes(side),
    references: [publicFacing],
    hint: "Name the calling service or account as principal, and give its source_arn.",
  },
  {
    id: "aws-lambda-url-open",
    version: 1,
    title: "A function has a URL that asks for no credentials",
    severity: "medium",
    types: ["aws_lambda_function_url"],
    exposed: (side) =>
      exposure(
        anyOf(texts(side["authorization_type"]), (type) => type.toUpperCase() === "NONE"),
        "authorization_type is NONE",
        "authorization_type",
      ),
    references: [publicFacing],
    hint: "Set authorization_type to AWS_IAM, or confirm that the function checks its callers itself.",
  },
  {
    id: "aws-bucket-website",
    version: 1,
    title: "A bucket is served as a website",
    severity: "medium",
    types: ["aws_s3_bucket_website_configuration", "aws_s3_bucket"],
    exposed: (side, type) => website(side, type),
    references: [cloudStorage],
    hint: "Serve it through a CDN with origin access control, and remove the website configuration.",
  },
];

const locks = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
] as const;

/** The provider takes a lock that is not mentioned as off. */
const locksOff = (side: ValueMap): Exposure => {
  const answers = locks.map((lock) => ({ lock, off: not(flag(side[lock], "no")) }));
  const named = (answer: "yes" | "unknown"): string =>
    listed(answers.filter(({ off }) => off === answer).map(({ lock }) => lock));
  return exposure(some(answers.map(({ off }) => off)), `off: ${named("yes")}`, named("unknown"));
};

const cannedAcl = (side: ValueMap): Exposure => {
  const acl = texts(side["acl"]);
  const isPublic = (name: string): boolean => publicAcls.has(name.trim().toLowerCase());
  return exposure(anyOf(acl, isPublic), `acl is ${listed(acl.known.filter(isPublic))}`, "acl");
};

const publicAcls = new Set(["public-read", "public-read-write", "authenticated-read"]);

/** Grants stand on the bucket itself in old provider versions, and under `access_control_policy` since. */
const grants = (side: ValueMap): Exposure => {
  const policies = blocks(side["access_control_policy"]);
  const found = joined(blocks(side["grant"]), ...policies.known.map((policy) => blocks(policy["grant"])));
  const uris = found.known.map((grant) => {
    const grantees = blocks(grant["grantee"]);
    const uri = joined(texts(grant["uri"]), ...grantees.known.map((grantee) => texts(grantee["uri"])));
    const rights = joined(texts(grant["permission"]), texts(grant["permissions"]));
    return exposure(
      anyOf({ known: uri.known, unreadable: uri.unreadable || grantees.unreadable }, isPublicGroup),
      `${listed(uri.known.map(groupOf))} granted ${listed(rights.known)}`,
      "a grant",
    );
  });
  const unreadable = policies.unreadable || found.unreadable;
  return worst([...uris, exposure(unreadable ? "unknown" : "no", "", "the grants")]);
};

const groupOf = (uri: string): string => uri.split("/").at(-1) ?? uri;

const isPublicGroup = (uri: string): boolean =>
  /\/groups\/global\/(?:allusers|authenticatedusers)$/u.test(uri.trim().toLowerCase());

const anyoneInvokes = (side: ValueMap): Exposure => {
  const limits = ["source_arn", "source_account", "principal_org_id", "organization_id"].map((name) =>
    anyOf(texts(side[name]), (owner) => !namesNobody(owner)),
  );
  const { known } = texts(side["action"]);
  return exposure(
    every(anyOf(texts(side["principal"]), matchesAll), not(some(limits))),
    `anyone may ${known.length === 0 ? "call it" : listed(known)}`,
    "principal or source_arn",
  );
};

/** One that only sends visitors elsewhere serves nothing of its own. */
const website = (side: ValueMap, type: string): Exposure => {
  const sites = type === "aws_s3_bucket" ? blocks(side["website"]) : { known: [side], unreadable: false };
  return worst([
    ...sites.known.map((site) =>
      exposure(not(redirects(site)), "objects are served as web pages", "redirect_all_requests_to"),
    ),
    exposure(sites.unreadable ? "unknown" : "no", "", "website"),
  ]);
};

const redirects = (site: ValueMap): Answer => {
  const target = site["redirect_all_requests_to"];
  if (isOpaque(target)) return "unknown";
  return target === undefined || target === null || target === "" || (isList(target) && target.length === 0)
    ? "no"
    : "yes";
};
