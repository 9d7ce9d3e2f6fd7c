// Stands in the bundle for zod: what a module says of its schemas when it loads is only noted down. The package is loaded, and a
// schema made, when somebody asks the schema for something, which the common calls of a read verb never do.

/** What makes a schema out of nothing, by its name. */
const makers = new Set(
  "any array boolean custom date enum int literal looseObject never null number object preprocess record strictObject string tuple undefined union unknown".split(
    " ",
  ),
);

/** What makes a schema out of a schema; whatever else a schema is asked for makes it. */
const changers = new Set(
  "catch catchall check default describe extend int length loose max meta min nonempty nonnegative nullable omit optional overwrite partial pick pipe positive readonly refine regex required strict superRefine toLowerCase transform trim".split(
    " ",
  ),
);

const made = new WeakMap();

/** A schema in the place of its note, also in what a schema is made of; a getter, by which one names itself, stays one. */
const settled = (value) => {
  const make = made.get(value);
  if (make !== undefined) return make();
  if (Array.isArray(value)) return value.map(settled);
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const all = Object.entries(Object.getOwnPropertyDescriptors(value)).map(([name, { get, ...told }]) => [
    name,
    get === undefined
      ? { ...told, value: settled(told.value) }
      : { get: () => settled(get.call(value)), enumerable: true, configurable: true },
  ]);
  return Object.defineProperties({}, Object.fromEntries(all));
};

const note = (make) => {
  let schema;
  const it = () => {
    schema ??= make();
    return schema;
  };
  const noted = new Proxy(
    {},
    {
      get: (_, name) =>
        changers.has(name)
          ? // Asked without a word, `meta` tells instead of changing.
            (...given) => (given.length === 0 && name === "meta" ? it().meta() : later(it, name, given))
          : it()[name],
      has: (_, name) => name in it(),
    },
  );
  made.set(noted, it);
  return noted;
};

const later = (of, name, given) => note(() => of()[name](...given.map(settled)));

/**
 * The text of a module of ours in which every schema that has a name of its own is said inside a function: not even to note it down
 * takes the time then.
 */
export const saidLater = (text) =>
  text.replace(
    /^((?:export )?const \w+ = )(z\b[\s\S]*?);\n(?=[\w/]|\n|$)/gm,
    (_, name, said) => `${name}z.whole(() => ${said});\n`,
  );

/** The package as its modules name it: `z`, and `whole` for a schema that a function says. */
export const lateSchemas = (load) =>
  new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === "whole") return (make) => note(() => settled(make()));
        if (makers.has(name)) return (...given) => later(load, name, given);
        const member = load()[name];
        return typeof member === "function" && /^[a-z]/.test(name)
          ? (...given) => member(...given.map(settled))
          : member;
      },
    },
  );
