import type { SourceRequest } from "../../src/sources/source.ts";

type More = Partial<Omit<SourceRequest, "settings">> & {
  readonly terraform?: Partial<SourceRequest["settings"]["terraform"]>;
  readonly settings?: Partial<SourceRequest["settings"]>;
};

/** What a source is asked, with settings that a test leaves as they are. */
export const requestFor = (
  path: string,
  kind: SourceRequest["kind"],
  { terraform = {}, settings = {}, ...more }: More = {},
): SourceRequest => ({
  path,
  kind,
  settings: {
    terraform: { bin: "terraform", varFiles: [], lock: false, timeout: 60_000, ...terraform },
    helm: { release: undefined, values: [] },
    namespace: undefined,
    ...settings,
  },
  place: undefined,
  cluster: undefined,
  ...more,
});
