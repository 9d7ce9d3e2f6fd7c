/** Chunks are about this many bytes, but for the last, and for a single row or text that is longer by itself. */
const chunkSize = 64 * 1024;

/** Containers down to this depth are laid out one member a line; what lies deeper is one line for each row. */
const outerLevels = 3;

/**
 * Writes what `JSON.stringify` would say, and a newline, piece by piece: the whole output is never held. Characters that could
 * steer a terminal or a log reader are written as escapes, which parse to the same text.
 */
export const writeJson = (value: unknown, write: (chunk: Uint8Array) => void): void => {
  const { put, end } = writer(write);
  emit(resolved("", value), 0, put);
  put("\n");
  end();
};

/** Bytes are laid into one chunk after another: a text made of all of them would be put together and copied once more. */
const writer = (write: (chunk: Uint8Array) => void): { readonly put: Put; readonly end: () => void } => {
  let chunk = Buffer.allocUnsafe(chunkSize);
  let at = 0;
  const end = (): void => {
    if (at > 0) write(chunk.subarray(0, at));
  };
  const room = (bytes: number): void => {
    if (at + bytes <= chunk.length) return;
    end();
    chunk = Buffer.allocUnsafe(Math.max(chunkSize, bytes));
    at = 0;
  };
  const put = (json: string): void => {
    // Nearly all text is plain ASCII, and that is told much faster than what may steer.
    if (plain.test(json)) {
      room(json.length);
      at += chunk.write(json, at, "latin1");
      return;
    }
    const inert = json.replace(steering, escaped);
    room(Buffer.byteLength(inert));
    at += chunk.write(inert, at);
  };
  return { put, end };
};

/** Takes a piece of JSON text. */
export type Put = (json: string) => void;

/** Under this name a row may carry the writing of its own JSON: the same text that would be made of its members. */
export const ownJson: unique symbol = Symbol("own JSON");

type SelfWritten = { readonly [ownJson]: (put: Put) => void };

const isSelfWritten = (row: object): row is SelfWritten => ownJson in row;

const emit = (value: unknown, depth: number, put: Put): void => {
  if (depth >= outerLevels && isRow(value)) emitRow(value, depth, put);
  else if (Array.isArray(value)) emitList(value, depth, put);
  else if (typeof value === "object" && value !== null) emitMap(value, depth, put);
  else put(scalar(value));
};

/** In one piece where it is small. Its members are asked for once, as some are made only then. */
const emitRow = (row: object, depth: number, put: Put): void => {
  if (isSelfWritten(row)) {
    row[ownJson](put);
    return;
  }
  const made = { ...row };
  if (isSmall(made)) put(JSON.stringify(made));
  else emitMap(made, depth, put);
};

const emitList = (list: readonly unknown[], depth: number, put: Put): void => {
  if (list.length === 0) {
    put("[]");
    return;
  }
  put("[");
  const apart = breakAt(depth, 1);
  for (let index = 0; index < list.length; index += 1) {
    put(index === 0 ? apart : `,${apart}`);
    emit(resolved(String(index), list[index]), depth + 1, put);
  }
  put(`${breakAt(depth)}]`);
};

const emitMap = (map: object, depth: number, put: Put): void => {
  let empty = true;
  for (const [key, raw] of Object.entries(map)) {
    const value = resolved(key, raw);
    if (isLeftOut(value)) continue;
    put(`${empty ? "{" : ","}${breakAt(depth, 1)}${quoted(key)}:${depth < outerLevels ? " " : ""}`);
    empty = false;
    emit(value, depth + 1, put);
  }
  put(empty ? "{}" : `${breakAt(depth)}}`);
};

const rowMembers = 100;

/** A row that is one piece by itself: a map whose own lists are short. What lies deeper in them is bounded by its makers. */
const isSmall = (row: object): boolean =>
  Object.values(row).every((member) => !Array.isArray(member) || member.length <= rowMembers);

const isRow = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !hasToJson(value);

/** The line break inside a container at this depth: before a member (one step further in), or before its closing bracket. */
const breakAt = (depth: number, further = 0): string =>
  depth < outerLevels ? `\n${"  ".repeat(depth + further)}` : "";

/** The value that stands for it in JSON: `toJSON` asked, boxed primitives opened. */
const resolved = (key: string, value: unknown): unknown => {
  const plain = hasToJson(value) ? value.toJSON(key) : value;
  return plain instanceof Number || plain instanceof String || plain instanceof Boolean
    ? plain.valueOf()
    : plain;
};

const hasToJson = (value: unknown): value is { toJSON(key: string): unknown } =>
  typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function";

const isLeftOut = (value: unknown): boolean =>
  value === undefined || typeof value === "function" || typeof value === "symbol";

const scalar = (value: unknown): string => {
  if (typeof value === "string") return quoted(value);
  return isLeftOut(value) ? "null" : JSON.stringify(value);
};

const quoted = (text: string): string => JSON.stringify(text);

const plain = /^[\n\x20-\x22\x24-\x7e]*$/;

// DEL, the C1 controls, line separators, bidirectional and zero-width characters; and the `##[` of some log readers.
const steering = /[\u007f-\u009f\u2028\u2029\ufff9-\ufffb\p{Default_Ignorable_Code_Point}]|#(?=#)/gu;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
