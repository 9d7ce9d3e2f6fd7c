import { describe, expect } from "vitest";
import type { Permission } from "../../src/core/actions/action.ts";
import { catalog } from "../../src/core/actions/catalog.ts";
import { kubernetes } from "../../src/executors/kubernetes.ts";
import type { User } from "../support/cluster/access.ts";
import { executing } from "../support/executing.ts";
import { needs } from "../support/needs.ts";
import { deeds } from "./deeds.ts";
import { follow } from "./workloads.ts";

const test = needs("kubectl");

const may = (permissions: readonly Permission[]): Readonly<Record<string, User>> => ({
  ops: {
    user: "ops",
    rules: permissions.map(({ verb, group, resource }) => ({
      ...{ verbs: [verb], apiGroups: [group], resources: [resource] },
    })),
  },
});

/** What came of one deed by a credential with these rights and no others. */
const ending = async (
  { action, objects, parameters }: (typeof deeds)[number],
  rights: readonly Permission[],
) => {
  const { perform } = await executing({
    ...{ objects, tokens: may(rights), config: { token: "ops" }, controller: follow },
  });
  try {
    const { result, settled } = await perform(action, parameters);
    return result.exit === 0 ? settled.state : result.stderr;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const rightsOf = (action: string): readonly Permission[] =>
  catalog.find(({ name }) => name === action)?.permissions ?? [];

const worded = ({ verb, group, resource }: Permission): string =>
  `${verb} ${resource}${group === "" ? "" : `.${group}`}`;

describe("with exactly the rights of the catalog", () => {
  for (const deed of deeds)
    test(`${deed.name} is done`, async () => {
      expect(await ending(deed, rightsOf(deed.action))).toBe("arrived");
    });
});

/** Whether one of the deeds at least cannot be done. */
const isMissed = async (own: typeof deeds, rights: readonly Permission[]): Promise<boolean> => {
  for (const deed of own) if ((await ending(deed, rights)) !== "arrived") return true;
  return false;
};

/** Those of an action, first the one that the right is most likely about. */
const deedsFor = (action: string, { resource }: Permission): typeof deeds => {
  const kind = resource.replace(/s(?:[/].*)?$/, "");
  return deeds
    .filter((deed) => deed.action === action)
    .toSorted((a, b) => Number(b.name.endsWith(kind)) - Number(a.name.endsWith(kind)));
};

describe("with one right less", () => {
  for (const name of kubernetes.performs)
    test(`${name} is not: each is needed for one kind at least`, async () => {
      const idle: string[] = [];
      for (const right of rightsOf(name)) {
        const rest = rightsOf(name).filter((other) => other !== right);
        if (!(await isMissed(deedsFor(name, right), rest))) idle.push(worded(right));
      }
      expect(idle).toEqual([]);
    });
});
