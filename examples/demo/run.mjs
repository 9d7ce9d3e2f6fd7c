// Walks the main job on a copy of this folder: gate, scan, the matched fix, the verdict. Offline; nothing outside the copy is written.
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, "..", "..", "dist", "main.js");
const wall = await mkdtemp(join(tmpdir(), "steadystate-demo-"));
const storefront = createServer((_, response) => response.end("ok, 3 carts open\n"));

try {
  await cp(here, wall, { recursive: true });
  const port = await listen(storefront);
  await rewrite("steadystate/checks.json", (text) => text.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
  await rewrite("plan.json", (text) =>
    text.replace(/"timestamp": "[^"]*"/, `"timestamp": "${new Date().toISOString()}"`),
  );

  await step("A pull request: may this be merged?", ["ci"], 1);
  await step("Look, and remember", ["scan"], 0);
  await step(
    "One finding, with the team's documented fix",
    ["show", await findingOf("aws_security_group.web")],
    0,
  );
  await step("Is it working? One Terraform check fails, the storefront answers", ["health"], 1);
  storefront.close();
  storefront.closeAllConnections();
  await step("The storefront stops answering", ["health", "web"], 1);
  console.log(
    "\nThat was the whole loop. The same verbs answer in `steadystate chat` and over `steadystate mcp`.",
  );
} finally {
  storefront.close();
  await rm(wall, { recursive: true, force: true });
}

function listen(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
}

async function rewrite(file, change) {
  const path = join(wall, file);
  await writeFile(path, change(await readFile(path, "utf8")));
}

async function step(title, args, expected) {
  console.log(`\n── ${title}\n$ steadystate ${args.join(" ")}\n`);
  const { status } = await run(args, "inherit");
  console.log(`\n(status ${status})`);
  if (status !== expected) {
    console.error(`the demo expected status ${expected}`);
    process.exitCode = 1;
  }
}

async function findingOf(label) {
  const { out } = await run(["findings", "--all", "--json"], "pipe");
  const found = JSON.parse(out).data.findings.find((finding) => finding.label === label);
  return found.fingerprint.slice(0, 12);
}

function run(args, stdout) {
  return new Promise((resolve) => {
    const env = { ...process.env, CI: "" };
    const child = spawn(process.execPath, [cli, "-C", wall, ...args], {
      stdio: ["ignore", stdout, "inherit"],
      env,
    });
    let out = "";
    child.stdout?.on("data", (chunk) => {
      out += chunk;
    });
    child.on("close", (status) => resolve({ status, out }));
  });
}
