import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A key and a certificate for 127.0.0.1, signed by itself; both PEM. Made anew for each cluster: no key is ever committed. */
export const selfSigned = (): { readonly key: string; readonly cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(set(sequence(oid(0x55, 4, 3), node(0x0c, Buffer.from("steadystate test cluster")))));
  const alternative = sequence(node(0x87, Buffer.from([127, 0, 0, 1])));
  const body = sequence(
    node(0xa0, node(2, Buffer.from([2]))),
    node(2, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    sequence(time("200101000000Z"), time("491231235959Z")),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    node(
      0xa3,
      sequence(extension(oid(0x55, 0x1d, 17), alternative), extension(oid(0x55, 0x1d, 19), isAuthority)),
    ),
  );
  const signature = sign("sha256", body, privateKey);
  const der = sequence(body, ecdsaWithSha256, node(3, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  const cert = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert };
};

/** One DER element. */
const node = (tag: number, ...inner: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(inner);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};

const sequence = (...inner: readonly Buffer[]): Buffer => node(0x30, ...inner);
const set = (...inner: readonly Buffer[]): Buffer => node(0x31, ...inner);
const oid = (...bytes: readonly number[]): Buffer => node(6, Buffer.from(bytes));
const time = (text: string): Buffer => node(0x17, Buffer.from(text));
const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, node(4, value));

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
const isAuthority = sequence(node(1, Buffer.from([255])));
