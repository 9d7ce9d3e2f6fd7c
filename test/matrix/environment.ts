import { delimiter, join } from "node:path";
import { vi } from "vitest";

/** Runs with these variables and without any of ours that the test run itself was given. */
export const inEnvironment = async <T>(
  variables: Readonly<Record<string, string>>,
  root: string,
  work: () => Promise<T>,
): Promise<T> => {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("STEADYSTATE_") || name === "CI") vi.stubEnv(name, undefined);
  }
  vi.stubEnv("STEADYSTATE_SILOS", join(root, "silos.json"));
  vi.stubEnv("PATH", [join(root, "bin"), process.env["PATH"] ?? ""].join(delimiter));
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value.replaceAll("<root>", root));
  try {
    return await work();
  } finally {
    vi.unstubAllEnvs();
  }
};
