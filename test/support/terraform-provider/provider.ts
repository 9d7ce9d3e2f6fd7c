import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Server, ServerCredentials, type ServiceDefinition, type UntypedHandleCall } from "@grpc/grpc-js";
import { type AnyDefinition, loadSync } from "@grpc/proto-loader";
import { decode, encode, unknown, type Wire } from "./msgpack.ts";

/** Reality, as a file that a test may change behind Terraform's back: what really is, by resource id. */
export type World = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type Provider = {
  /** For the environment of a terraform that is to use this provider. */
  readonly reattach: string;
  readonly stop: () => void;
};

/** A real provider (`steady/world`, plugin protocol 6) over a JSON file, served from this process. */
export const serveProvider = async (worldFile: string, socket: string): Promise<Provider> => {
  const server = new Server();
  const protocol = loadSync(join(import.meta.dirname, "provider.proto"), { keepCase: true, defaults: true });
  const service = protocol["tfplugin6.Provider"];
  if (!isService(service)) throw new Error("provider.proto has lost its service");
  server.addService(service, handlers(worldFile));
  await new Promise<void>((done, failed) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? failed(error) : done(),
    );
  });
  const plugin = {
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: process.pid,
    Test: true,
    Addr: { Network: "unix", String: socket },
  };
  return {
    reattach: JSON.stringify({ "registry.terraform.io/steady/world": plugin }),
    stop: () => server.forceShutdown(),
  };
};

const isService = (definition: AnyDefinition | undefined): definition is AnyDefinition & ServiceDefinition =>
  definition !== undefined && !("format" in definition);

type Fields = Record<string, Wire>;

const attribute = (name: string, type: unknown, more: Readonly<Record<string, boolean>>) => ({
  name,
  type: Buffer.from(JSON.stringify(type)),
  ...more,
});

/** One kind of thing: whatever a database, a firewall and a key have in common. */
const thing = {
  version: 0,
  block: {
    attributes: [
      attribute("id", "string", { computed: true }),
      attribute("name", "string", { required: true }),
      attribute("engine", "string", { optional: true }),
      attribute("size", "number", { optional: true }),
      attribute("open_to", ["list", "string"], { optional: true }),
      attribute("tags", ["map", "string"], { optional: true }),
      attribute("policy", "string", { optional: true }),
      attribute("note", "string", { optional: true }),
      attribute("admin_key", "string", { optional: true, sensitive: true }),
    ],
  },
};
const types = ["world_database", "world_firewall", "world_service"];

/** Changing one of these cannot be done in place. */
const replacing = ["name", "engine"];

const handlers = (worldFile: string): Record<string, UntypedHandleCall> => {
  const load = (): Record<string, Fields> => fieldsOf(JSON.parse(readFileSync(worldFile, "utf8")));
  const save = (world: Record<string, Fields>): void =>
    writeFileSync(worldFile, JSON.stringify(world, null, 2));
  return {
    GetProviderSchema: answer(() => ({
      provider: { version: 0, block: { attributes: [] } },
      resource_schemas: Object.fromEntries(types.map((type) => [type, thing])),
    })),
    ValidateProviderConfig: answer(() => ({})),
    ValidateResourceConfig: answer(() => ({})),
    ConfigureProvider: answer(() => ({})),
    StopProvider: answer(() => ({})),
    UpgradeResourceState: answer(({ raw_state }) => ({
      upgraded_state: { msgpack: encode(JSON.parse(Buffer.from(raw_state.json).toString("utf8"))) },
    })),
    ReadResource: answer(({ current_state }) => {
      const current = stateOf(current_state);
      const real = load()[String(current?.["id"])];
      return { new_state: wire(current === null || real === undefined ? null : { ...current, ...real }) };
    }),
    PlanResourceChange: answer(({ prior_state, proposed_new_state }) =>
      plan(prior_state, proposed_new_state),
    ),
    ApplyResourceChange: answer(({ type_name, prior_state, planned_state }) => {
      const { [String(stateOf(prior_state)?.["id"])]: _gone, ...world } = load();
      const planned = stateOf(planned_state);
      if (planned === null) {
        save(world);
        return { new_state: wire(null) };
      }
      const made = { ...planned, id: `${type_name}-${String(planned["name"])}` };
      save({ ...world, [made.id]: made });
      return { new_state: wire(made) };
    }),
  };
};

const plan = (priorState: Dynamic, proposedState: Dynamic) => {
  const [prior, proposed] = [stateOf(priorState), stateOf(proposedState)];
  if (proposed === null) return { planned_state: wire(null) };
  const moved = prior === null ? [] : replacing.filter((name) => prior[name] !== proposed[name]);
  const id = prior === null || moved.length > 0 ? unknown : (prior["id"] ?? unknown);
  return {
    planned_state: wire({ ...proposed, id }),
    requires_replace: moved.map((name) => ({ steps: [{ attribute_name: name }] })),
  };
};

type Dynamic = { readonly msgpack: Uint8Array };
type Request = {
  readonly type_name: string;
  readonly raw_state: { readonly json: Uint8Array };
} & Readonly<Record<"current_state" | "prior_state" | "proposed_new_state" | "planned_state", Dynamic>>;

const answer =
  (make: (request: Request) => object): UntypedHandleCall =>
  (call: { request: Request }, done: (error: Error | null, value?: object) => void) => {
    try {
      done(null, make(call.request));
    } catch (error) {
      done(error instanceof Error ? error : new Error("the test provider failed"));
    }
  };

const stateOf = ({ msgpack }: Dynamic): Fields | null => {
  const value = decode(msgpack);
  return value === null ? null : fieldsOf(value);
};

const wire = (value: Wire): Dynamic => ({ msgpack: encode(value) });

const fieldsOf = <T>(value: unknown): Record<string, T> => {
  if (isRecord<T>(value)) return value;
  throw new Error("an object was expected");
};
const isRecord = <T>(value: unknown): value is Record<string, T> =>
  typeof value === "object" && value !== null;
