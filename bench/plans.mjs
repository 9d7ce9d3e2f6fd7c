// Plan documents (`terraform show -json`) of any size: the same bytes for the same number, about 440 bytes a change.

/** One maker a type: what a change of the i-th resource looks like on both sides. */
const types = {
  aws_instance: (i) => [
    { instance_type: "t3.small", monitoring: i % 2 === 0 },
    { instance_type: "t3.large" },
  ],
  aws_s3_bucket: (i) => [{ bucket: `logs-${i}`, force_destroy: false }, { force_destroy: i % 3 === 0 }],
  aws_security_group_rule: (i) => [
    { type: "ingress", from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["10.0.0.0/8"] },
    { cidr_blocks: [i % 5 === 0 ? "0.0.0.0/0" : "10.1.0.0/16"] },
  ],
  aws_db_instance: (i) => [
    { identifier: `db-${i}`, multi_az: true, password: `old-password-${i}` },
    { multi_az: false, password: `new-password-${i}` },
  ],
  aws_iam_role: (i) => [{ name: `role-${i}`, max_session_duration: 3600 }, { max_session_duration: 7200 }],
  aws_lambda_function: (i) => [{ function_name: `fn-${i}`, memory_size: 128, timeout: 3 }, { timeout: 30 }],
  aws_route53_record: (i) => [{ name: `r${i}.example.org`, type: "A", ttl: 300 }, { ttl: 60 }],
};
const makers = Object.entries(types);

/** Out of twenty changes: thirteen updates, three creates, two deletes, one replacement, one untouched. */
const actionsOf = (i) => {
  const place = (i * 7) % 20;
  if (place < 13) return ["update"];
  if (place < 16) return ["create"];
  if (place < 18) return ["delete"];
  return place === 18 ? ["delete", "create"] : ["no-op"];
};

/** Settings that most resources carry and no change touches. */
const ballast = (i) => ({ id: `id-${i}`, tags: { team: `team-${i % 17}`, stage: "prod" } });

const changeOf = (i, actions) => {
  const [type, make] = makers[i % makers.length];
  const [declared, edit] = make(i);
  const before = { ...ballast(i), ...declared };
  const after = actions[0] === "no-op" ? before : { ...before, ...edit };
  const mask = "password" in declared ? { password: true } : {};
  return {
    address: `module.app_${i % 200}.${type}.r${i}`,
    mode: "managed",
    type,
    name: `r${i}`,
    change: {
      actions,
      before: actions.join() === "create" ? null : before,
      after: actions.join() === "delete" ? null : after,
      after_unknown: {},
      before_sensitive: mask,
      after_sensitive: mask,
    },
  };
};

/** What was done by hand before: the plan creates what is gone, and takes an edit back. */
const driftOf = (i) => {
  const actions = actionsOf(i).join();
  if (actions === "create") return [changeOf(i, ["delete"])];
  if (actions !== "update") return [];
  const { change, ...row } = changeOf(i, ["update"]);
  return [{ ...row, change: { ...change, before: change.after, after: change.before } }];
};

/** A plan with this many resource changes; up to every fifth resource also drifted by hand. */
export const planDocument = (count) => {
  const places = Array.from({ length: count }, (_, i) => i);
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_drift: places.filter((i) => i % 5 === 0).flatMap(driftOf),
    resource_changes: places.map((i) => changeOf(i, actionsOf(i))),
    complete: true,
    errored: false,
  });
};
