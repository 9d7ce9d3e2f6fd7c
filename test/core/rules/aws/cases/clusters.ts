import { unknownValue, type ValueMap } from "../../../../../src/core/value.ts";
import { type Case, row } from "./case.ts";
import { world } from "./firewall.ts";

const eks = (config: ValueMap): ValueMap => ({ vpc_config: [config] });
export const clusters: readonly Case[] = [
  row(
    "aws-eks-public-endpoint",
    "yes",
    "public, no ranges",
    "aws_eks_cluster",
    eks({ endpoint_public_access: true }),
    "from anywhere",
  ),
  row(
    "aws-eks-public-endpoint",
    "yes",
    "public to the world",
    "aws_eks_cluster",
    eks({ endpoint_public_access: true, public_access_cidrs: world }),
    "0.0.0.0/0",
  ),
  row("aws-eks-public-endpoint", "yes", "nothing said", "aws_eks_cluster", eks({})),
  row(
    "aws-eks-public-endpoint",
    "no",
    "private",
    "aws_eks_cluster",
    eks({ endpoint_public_access: false, public_access_cidrs: unknownValue }),
  ),
  row(
    "aws-eks-public-endpoint",
    "no",
    "public to an office",
    "aws_eks_cluster",
    eks({ endpoint_public_access: true, public_access_cidrs: ["198.51.100.0/24"] }),
  ),
  row(
    "aws-eks-public-endpoint",
    "unknown",
    "unknown ranges",
    "aws_eks_cluster",
    eks({ endpoint_public_access: true, public_access_cidrs: unknownValue }),
  ),
  row(
    "aws-eks-public-endpoint",
    "unknown",
    "unknown access",
    "aws_eks_cluster",
    eks({ endpoint_public_access: unknownValue }),
  ),
];
