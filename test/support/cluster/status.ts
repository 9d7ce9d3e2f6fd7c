import type { Thing } from "./json.ts";

/** What goes back to the client: one document, a text, or a stream that the handler writes itself. */
export type Answer = {
  readonly status: number;
  readonly body: Thing | string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Target = { readonly group: string; readonly plural: string; readonly name: string };

/** A refusal as a `Status` document; thrown by handlers. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(code: number, reason: string, message: string, details: Thing = {}) {
    super(message);
    this.answer = { status: code, body: statusOf({ code, reason, message, details }) };
  }
}

type Failure = {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: Thing;
};

export const statusOf = ({ code, reason, message, details = {} }: Failure): Thing => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message,
  reason,
  details,
  code,
});

const qualified = ({ group, plural }: Target): string => (group === "" ? plural : `${plural}.${group}`);
const detailsOf = ({ group, plural, name }: Target): Thing => ({ name, group, kind: plural });

export const notFound = (target: Target): Refusal =>
  new Refusal(404, "NotFound", `${qualified(target)} "${target.name}" not found`, detailsOf(target));

export const alreadyExists = (target: Target): Refusal =>
  new Refusal(
    409,
    "AlreadyExists",
    `${qualified(target)} "${target.name}" already exists`,
    detailsOf(target),
  );

export const conflict = (target: Target): Refusal =>
  new Refusal(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${qualified(target)} "${target.name}": the object has been modified; please apply your changes to the latest version and try again`,
    detailsOf(target),
  );

export const badRequest = (message: string): Refusal => new Refusal(400, "BadRequest", message);

export const noSuchPath = (): Refusal =>
  new Refusal(404, "NotFound", "the server could not find the requested resource");

export const invalid = (target: Target, kind: string, field: string, message: string): Refusal =>
  new Refusal(422, "Invalid", `${kind}.${target.group} "${target.name}" is invalid: ${field}: ${message}`, {
    ...detailsOf(target),
    kind,
    causes: [{ reason: "FieldValueInvalid", message, field }],
  });
