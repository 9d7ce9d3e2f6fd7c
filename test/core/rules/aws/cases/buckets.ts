import { secretValue, unknownValue, type ValueMap } from "../../../../../src/core/value.ts";
import { type Case, row } from "./case.ts";
import { policy, statement } from "./policies.ts";

const locked: ValueMap = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const lock = "aws_s3_bucket_public_access_block";

const locks: readonly Case[] = [
  row(
    "aws-public-access-block-relaxed",
    "yes",
    "one lock off",
    lock,
    { ...locked, block_public_policy: false },
    "off: block_public_policy",
  ),
  row(
    "aws-public-access-block-relaxed",
    "yes",
    "a lock not mentioned",
    "aws_s3_account_public_access_block",
    { block_public_acls: true, block_public_policy: true, ignore_public_acls: true },
    "off: restrict_public_buckets",
  ),
  row(
    "aws-public-access-block-relaxed",
    "yes",
    "one off, one unknown",
    lock,
    { ...locked, block_public_acls: false, ignore_public_acls: unknownValue },
    "off: block_public_acls",
  ),
  row("aws-public-access-block-relaxed", "no", "all on", lock, locked),
  row("aws-public-access-block-relaxed", "no", "all on, as strings", lock, {
    block_public_acls: "true",
    block_public_policy: "True",
    ignore_public_acls: 1,
    restrict_public_buckets: "yes",
  }),
  row(
    "aws-public-access-block-relaxed",
    "unknown",
    "one unknown",
    lock,
    { ...locked, block_public_policy: unknownValue },
    "block_public_policy",
  ),
];

const grant = (uri: ValueMap[string]): ValueMap => ({
  access_control_policy: [{ grant: [{ permission: "READ", grantee: [{ type: "Group", uri }] }] }],
});
const everybody = "http://acs.amazonaws.com/groups/global/AllUsers";

const acls: readonly Case[] = [
  row(
    "aws-acl-public",
    "yes",
    "public-read",
    "aws_s3_bucket_acl",
    { acl: "public-read" },
    "acl is public-read",
  ),
  row("aws-acl-public", "yes", "any case, on the bucket", "aws_s3_bucket", { acl: "Public-Read-Write" }),
  row("aws-acl-public", "yes", "any account", "aws_s3_object", { acl: "authenticated-read" }),
  row(
    "aws-acl-public",
    "yes",
    "a grant to everybody",
    "aws_s3_bucket_acl",
    grant(everybody),
    "AllUsers granted READ",
  ),
  row(
    "aws-acl-public",
    "yes",
    "an old grant block",
    "aws_s3_bucket",
    {
      acl: null,
      grant: [
        {
          type: "Group",
          permissions: ["WRITE"],
          uri: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
        },
      ],
    },
    "AuthenticatedUsers granted WRITE",
  ),
  row("aws-acl-public", "yes", "a public acl beside unknown grants", "aws_s3_bucket", {
    acl: "public-read",
    grant: unknownValue,
  }),
  row("aws-acl-public", "no", "private", "aws_s3_bucket_acl", { acl: "private" }),
  row(
    "aws-acl-public",
    "no",
    "log delivery",
    "aws_s3_bucket_acl",
    grant("http://acs.amazonaws.com/groups/s3/LogDelivery"),
  ),
  row("aws-acl-public", "unknown", "an unknown acl", "aws_s3_bucket_acl", { acl: unknownValue }),
  row("aws-acl-public", "unknown", "a secret grantee", "aws_s3_bucket_acl", grant(secretValue(1))),
  row("aws-acl-public", "unknown", "unknown grants", "aws_s3_bucket", {
    acl: "private",
    grant: unknownValue,
  }),
];

const anyone = statement({ Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" });
const under = (condition: ValueMap): ValueMap => ({ policy: policy({ ...anyone, Condition: condition }) });

const conditions: readonly Case[] = (
  [
    ["no", "an organisation", { StringEquals: { "aws:PrincipalOrgID": "o-abc" } }],
    ["no", "an endpoint", { StringEquals: { "aws:sourceVpce": ["vpce-1", "vpce-2"] } }],
    ["no", "a VPC by pattern", { StringLike: { "aws:SourceVpc": "vpc-0a1b*" } }],
    ["no", "an office", { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } }],
    [
      "no",
      "a distribution",
      { ArnLike: { "AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E1" } },
    ],
    ["no", "an account", { StringEquals: { "aws:SourceAccount": "111122223333" } }],
    ["no", "a role", { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/reader" } }],
    [
      "no",
      "one limiting test of two",
      { Bool: { "aws:SecureTransport": "true" }, StringEquals: { "aws:PrincipalOrgID": "o-abc" } },
    ],
    ["no", "AWS services only", { Bool: { "aws:PrincipalIsAWSService": ["true"] } }],
    ["yes", "TLS only", { Bool: { "aws:SecureTransport": "true" } }],
    ["yes", "a referer", { StringLike: { "aws:Referer": "https://example.com/*" } }],
    ["yes", "the whole internet", { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }],
    ["yes", "all but one address", { NotIpAddress: { "aws:SourceIp": "203.0.113.7/32" } }],
    ["yes", "all but one organisation", { StringNotEquals: { "aws:PrincipalOrgID": "o-abc" } }],
    ["yes", "any organisation", { StringLike: { "aws:PrincipalOrgID": "o-*" } }],
    ["yes", "a role of any account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/reader" } }],
    ["yes", "any bucket", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }],
    ["yes", "only where the key exists", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abc" } }],
    ["yes", "vacuously true", { "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-abc/*" } }],
    ["yes", "any endpoint there is", { Null: { "aws:SourceVpce": "false" } }],
    ["yes", "services not required", { Bool: { "aws:PrincipalIsAWSService": "false" } }],
    ["yes", "nothing", {}],
  ] as const
).map(([answer, name, condition]) =>
  row(
    "aws-bucket-policy-public",
    answer,
    `anyone under a condition: ${name}`,
    "aws_s3_bucket_policy",
    under(condition),
  ),
);

const policies: readonly Case[] = [
  row(
    "aws-bucket-policy-public",
    "yes",
    "everybody",
    "aws_s3_bucket_policy",
    { policy: policy(anyone) },
    "anyone may s3:GetObject",
  ),
  row(
    "aws-bucket-policy-public",
    "yes",
    "every AWS principal, in a list",
    "aws_s3_bucket",
    { policy: policy(statement({ Principal: { AWS: ["arn:aws:iam::1:root", "*"] }, Action: ["s3:*"] })) },
    "s3:*",
  ),
  row("aws-bucket-policy-public", "yes", "a document that is not text", "aws_s3_bucket_policy", {
    policy: { Statement: anyone },
  }),
  row(
    "aws-bucket-policy-public",
    "yes",
    "everybody but one",
    "aws_s3_bucket_policy",
    {
      policy: policy(statement({ NotPrincipal: { AWS: "arn:aws:iam::1:root" }, NotAction: "s3:PutObject" })),
    },
    "all but s3:PutObject",
  ),
  row("aws-bucket-policy-public", "yes", "the second statement", "aws_s3_access_point", {
    policy: policy(statement({ Principal: { AWS: "1" } }), anyone),
  }),
  row("aws-bucket-policy-public", "yes", "an open statement beside an unknown one", "aws_s3_bucket_policy", {
    policy: { Statement: [unknownValue, anyone] },
  }),
  row("aws-bucket-policy-public", "yes", "without an effect", "aws_s3_bucket_policy", {
    policy: policy({ Principal: "*", Action: "s3:GetObject" }),
  }),
  row("aws-bucket-policy-public", "no", "denied to everybody", "aws_s3_bucket_policy", {
    policy: policy({ ...anyone, Effect: "Deny" }),
  }),
  row("aws-bucket-policy-public", "no", "one account", "aws_s3_bucket_policy", {
    policy: policy(statement({ Principal: { AWS: "arn:aws:iam::1:root" } })),
  }),
  row("aws-bucket-policy-public", "no", "nobody excluded from nobody", "aws_s3_bucket_policy", {
    policy: policy(statement({ NotPrincipal: "*" })),
  }),
  row("aws-bucket-policy-public", "no", "no policy", "aws_s3_bucket", { policy: "" }),
  row("aws-bucket-policy-public", "no", "denied under an unknown condition", "aws_s3_bucket_policy", {
    policy: { Statement: { ...anyone, Effect: "Deny", Condition: unknownValue } },
  }),
  row(
    "aws-bucket-policy-public",
    "unknown",
    "an unknown policy",
    "aws_s3_bucket_policy",
    { policy: unknownValue },
    "policy",
  ),
  row("aws-bucket-policy-public", "unknown", "text that is no policy", "aws_s3_bucket_policy", {
    policy: '{"Statement":',
  }),
  row("aws-bucket-policy-public", "unknown", "an unknown condition", "aws_s3_bucket_policy", {
    policy: { Statement: { ...anyone, Condition: unknownValue } },
  }),
  row("aws-bucket-policy-public", "unknown", "an unknown pattern", "aws_s3_bucket_policy", {
    policy: { Statement: { ...anyone, Condition: { StringLike: { "aws:SourceVpce": unknownValue } } } },
  }),
  row("aws-bucket-policy-public", "unknown", "an unknown range", "aws_s3_bucket_policy", {
    policy: { Statement: { ...anyone, Condition: { IpAddress: { "aws:SourceIp": unknownValue } } } },
  }),
  row("aws-bucket-policy-public", "unknown", "a secret principal", "aws_s3_bucket_policy", {
    policy: { Statement: statement({ Principal: { AWS: secretValue(1) } }) },
  }),
];

const site = "aws_s3_bucket_website_configuration";
const websites: readonly Case[] = [
  row(
    "aws-bucket-website",
    "yes",
    "a website",
    site,
    { index_document: [{ suffix: "index.html" }], redirect_all_requests_to: [] },
    "web pages",
  ),
  row("aws-bucket-website", "yes", "a website on the bucket", "aws_s3_bucket", {
    website: [{ index_document: "index.html", redirect_all_requests_to: "" }],
  }),
  row("aws-bucket-website", "no", "a redirect", site, {
    redirect_all_requests_to: [{ host_name: "example.com" }],
  }),
  row("aws-bucket-website", "no", "no website", "aws_s3_bucket", { website: [] }),
  row("aws-bucket-website", "unknown", "an unknown redirect", site, {
    redirect_all_requests_to: unknownValue,
  }),
  row("aws-bucket-website", "unknown", "an unknown website", "aws_s3_bucket", { website: unknownValue }),
];

export const buckets: readonly Case[] = [...locks, ...acls, ...conditions, ...policies, ...websites];
