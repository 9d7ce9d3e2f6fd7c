/**
 * What a name says of its value: `strong` names hold secrets (`db_password`), `broad` ones mention them and may
 * (`secret_setting`), the rest do not.
 */
export type Suspicion = "strong" | "broad" | "none";

export const suspicionOf = (name: string): Suspicion => {
  const words = inWords(name);
  if (strong.test(words)) return "strong";
  if (!mentions.test(words)) return "none";
  return innocuous.test(words) && !/(?:^|_)secret_id$/.test(words) ? "none" : "broad";
};

/** A name beside a secret that only points at it or describes it: `arn`, `valueFrom`, `rotation_days`. */
export const isInnocuousName = (name: string): boolean => innocuous.test(inWords(name));

/** A value that a secret's name may carry without being one: a switch, a reference, or something already masked. */
export const isBenignValue = (value: string): boolean =>
  value.trim() === "" || switches.test(value) || references.test(value) || masked.test(value);

/** A word that is never a secret, even where a tool marks it as one; replacing it everywhere would only blind. */
export const isPlainWord = (value: string): boolean => switches.test(value);

const inWords = (name: string): string =>
  name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
    .toLowerCase();

const anywhere = ["passwords?", "passwd", "passphrase", "passcode", "secrets?", "tokens?", "api_?keys?"];
const asAWord = [
  ...[
    "pass",
    "pwd",
    "otp",
    "dsn",
    "sas",
    "auth",
    "authorization",
    "cookie",
    "bearer",
    "creds?",
    "credentials?",
  ],
  ...["connection_?strings?", "conn_?str", "kube_?config", "webhook_?url", "sas_?url"],
  ..."private secret access account shared client signing encryption master storage license auth host app service_account"
    .split(" ")
    .map((kind) => `${kind}_?key`),
];
const endings =
  "value data string text plain plaintext base64 b64 pem hash wo raw json old new current previous primary"
    .split(" ")
    .concat("secondary", "\\d+");
const strong = new RegExp(
  `(?:(?:${anywhere.join("|")})|(?:^|_)(?:${asAWord.join("|")}))(?:_(?:${endings.join("|")})){0,4}$`,
);
const mentions =
  /password|passwd|passphrase|secret|token|credential|api_?key|private_?key|connection_?string/;

const innocuous = new RegExp(
  `(?:^|_)(?:${[
    ..."ids? arns? names? types? versions? enabled length policy policies mode ttl urls? uri endpoints? paths?".split(
      " ",
    ),
    ..."count size age days hours minutes seconds expiry expires expiration at date time timestamp rotation".split(
      " ",
    ),
    ..."required refs? reference status state description algorithm file filename location region validity".split(
      " ",
    ),
    ..."period limit duration lifetime methods? provider manager reset reuse prevention characters? scopes?".split(
      " ",
    ),
    ..."audience issuer format usage kind rules engine from label labels annotations effect operator".split(
      " ",
    ),
  ].join("|")})$`,
);

const switches =
  /^(?:true|false|null|nil|none|yes|no|on|off|enabled?|disabled?|required|optional|auto|automatic|default|managed|basic|bearer|digest|any|string|number|bool|undefined|unknown|missing|empty|invalid)[.,;:]?$/i;
const references =
  /^(?:arn:aws[\w-]*:|projects\/[^/]+\/(?:secrets|locations)\/|https:\/\/[\w-]+\.vault\.azure\.net\/|\$\{[^}]*\}$|\$\w+$|(?:var|local|data|module|each|self)\.[\w.[\]"-]+$)/;
const masked =
  /^(?:[{}[\]()<>|,.\\-]+|‹[^›]{1,40}›|\((?:sensitive(?: value)?|known after apply)\)|<(?:sensitive|redacted|hidden)>|\*{3,}|\[(?:redacted|hidden|masked)\])$/i;
