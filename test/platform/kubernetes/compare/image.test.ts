import { expect, test } from "vitest";
import { imageOf, sameImage } from "../../../../src/platform/kubernetes/compare/image.ts";

const digest = `sha256:${"a".repeat(64)}`;
const other = `sha256:${"b".repeat(64)}`;

test.each([
  ["nginx", "docker.io/library/nginx:latest", true],
  ["nginx:1", "library/nginx:1", true],
  ["nginx:1", "index.docker.io/library/nginx:1", true],
  ["acme/web:1", "docker.io/acme/web:1", true],
  ["localhost/web:1", "docker.io/localhost/web:1", false],
  ["localhost:5000/web", "localhost:5000/web:latest", true],
  ["ghcr.io/acme/web:1", "ghcr.io/acme/web:2", false],
  ["ghcr.io/acme/web:1", "ghcr.io/other/web:1", false],
  ["nginx:1", "registry.acme.example/library/nginx:1", false],
  [`web:1@${digest}`, `web:2@${digest}`, true],
  [`web@${digest}`, `web:2@${digest}`, true],
  [`web:1@${digest}`, `web:1@${other}`, false],
  [`web:1@${digest}`, "web:1", true],
  ["web:1", `web:1@${digest}`, true],
  ["web:1", `web:2@${digest}`, false],
  [`web@${digest}`, "web:1", false],
  [`web@${digest}`, "web", false],
])("%s and %s: %s", (declared, live, same) => {
  expect(sameImage(declared, live)).toBe(same);
});

test("the parts of a name with a port, a tag and a digest", () => {
  expect(imageOf(`registry.acme.example:5000/team/web:4.2@${digest}`)).toEqual({
    registry: "registry.acme.example:5000",
    repository: "team/web",
    tag: "4.2",
    digest,
  });
});
