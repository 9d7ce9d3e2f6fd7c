import { expect, test } from "vitest";
import { shownUrl } from "../../../src/core/checks/shown-url.ts";

test.each([
  ["http://svc:8080/healthz", "http://svc:8080/healthz"],
  ["https://user:canary@svc/healthz", "https://svc/healthz"],
  ["https://canary@svc/", "https://svc/"],
  ["https://svc/h?token=canary&b=canary#canary", "https://svc/h?token=…&b=…"],
  ["https://svc/h?canary", "https://svc/h?canary=…"],
  ["https://hooks.slack.com/services/T0/B0/canary", "https://‹secret›"],
  ["https://svc/token=canary/x", "https://svc/token=‹secret›"],
  ["http://[::1]:80/x", "http://[::1]/x"],
  ["http://user:canary@ho st/x?y=canary", "http://ho st/x"],
  ["user:canary@host", "user:host"],
  ["http://user:ca/nary@host", "http://host"],
  ["http://user:c?anary@host/x", "http://host/x"],
  ["ftp://user:canary@host/x", "ftp://host/x"],
  ["//user:canary@host/x#canary", "//host/x"],
])("%s", (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});
