import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { temporaryFolder } from "./repo.ts";

/**
 * A key and a self-made certificate for localhost and shop.test, trusted by itself alone; needs `openssl`. One of -1 days has
 * expired.
 */
export const selfMade = (days: number): { readonly key: string; readonly cert: string } => {
  const folder = temporaryFolder({ "names.ext": "" });
  const [key, request, path, names] = ["key.pem", "request.pem", "cert.pem", "names.ext"].map(folder.at);
  folder.writeRaw("names.ext", "subjectAltName=DNS:localhost,DNS:shop.test,IP:127.0.0.1");
  const openssl = (...argv: readonly (string | undefined)[]) =>
    execFileSync(
      "openssl",
      argv.flatMap((word) => word ?? []),
      { stdio: "ignore" },
    );
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", ...curve, "-keyout", key, "-out", request, "-subj", "/CN=localhost");
  openssl(
    "x509",
    "-req",
    "-in",
    request,
    "-signkey",
    key,
    "-days",
    `${days}`,
    "-extfile",
    names,
    "-out",
    path,
  );
  return {
    key: readFileSync(folder.at("key.pem"), "utf8"),
    cert: readFileSync(folder.at("cert.pem"), "utf8"),
  };
};
