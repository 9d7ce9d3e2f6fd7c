import { type AddressPolicy, permitAddress } from "../core/checks/address.ts";
import type { Check, HttpReading } from "../core/checks/check.ts";
import { bodyCap, unreadKind } from "../core/checks/evaluate.ts";
import { type Http, HttpFailure } from "../system/http.ts";

export type ReadSettings = AddressPolicy & {
  /** Milliseconds for the whole exchange. */
  readonly timeout: number;
};

/** One request for one check. What the target does is a reading, never an exception. */
export const readHttpCheck = async (
  { read }: Check,
  http: Http,
  { allow, vouched, timeout }: ReadSettings,
): Promise<HttpReading> => {
  if (!isHttp(read)) return { kind: "unable", reason: unreadKind(read.kind) };
  try {
    const { status, body, latencyMs } = await http({
      url: read.url,
      method: read.method,
      timeout,
      bodyCap,
      permit: (address, host) => permitAddress(address, host, { allow, vouched }),
    });
    return { kind: "answered", status, body, latencyMs };
  } catch (failure) {
    if (failure instanceof HttpFailure) return { kind: failure.kind, reason: failure.message };
    throw failure;
  }
};

const isHttp = (read: Check["read"]): read is Extract<Check["read"], { kind: "http" }> =>
  read.kind === "http";
