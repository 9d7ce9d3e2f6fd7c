import { z } from "zod";
import { defineAction, drawWorkload } from "./action.ts";
import { NamespaceName, ObjectName } from "./parameter.ts";

const parameters = z.strictObject({ namespace: NamespaceName, name: ObjectName });

const common = {
  envelope: { reversibility: "recoverable", impact: "service" },
  cures: [],
  parameters,
  permissions: [
    { verb: "get", group: "batch", resource: "cronjobs" },
    { verb: "patch", group: "batch", resource: "cronjobs" },
  ],
} as const;

const draw: Parameters<typeof defineAction<typeof parameters>>[0]["draw"] = (subject) => {
  const drawn = drawWorkload(subject, ["cronjob"], "batch");
  if (!drawn.ok) return drawn;
  const { namespace, name } = drawn.value;
  return { ok: true, value: { namespace, name } };
};

const patching =
  (suspend: boolean) =>
  ({ namespace, name }: z.output<typeof parameters>): readonly string[] => [
    ...["kubectl", "patch", `cronjob/${name}`, `--namespace=${namespace}`],
    ...["--type=merge", `--patch={"spec":{"suspend":${suspend}}}`],
  ];

const shapeOf = (suspend: boolean): string =>
  `kubectl patch cronjob/<name> --namespace=<namespace> --type=merge --patch={"spec":{"suspend":${suspend}}}`;

export const suspendCronJob = defineAction({
  name: "suspend-cron-job",
  summary: "let one scheduled job start no further run; a run that is going on goes on",
  ...common,
  shape: shapeOf(true),
  inverse: "resume-cron-job",
  draw,
  argv: patching(true),
});

export const resumeCronJob = defineAction({
  name: "resume-cron-job",
  summary: "let one suspended job start by its schedule again",
  ...common,
  shape: shapeOf(false),
  inverse: "suspend-cron-job",
  draw,
  argv: patching(false),
});
