import { type AddressPolicy, permitAddress } from "../core/checks/address.ts";
import type { Check, HttpRead, HttpReading } from "../core/checks/check.ts";
import { bodyCap, unreadKind } from "../core/checks/evaluate.ts";
import { type Http, HttpFailure } from "../system/http.ts";
import { follow } from "./http/follow.ts";
import { outfit, type Wardrobe } from "./http/outfit.ts";

export type ReadSettings = Pick<AddressPolicy, "allow"> &
  Wardrobe & {
    /** Milliseconds from any fixed point. */
    readonly clock: () => number;
  };

/** One check asked: redirects followed and retries taken as it says. What the target does is a reading, never an exception. */
export const readHttpCheck = async (
  check: Check,
  http: Http,
  { allow, clock, ...wardrobe }: ReadSettings,
): Promise<HttpReading> => {
  const { read, proposed } = check;
  if (!isHttp(read)) return { kind: "unable", reason: unreadKind(read.kind) };
  const dressed = await outfit(read, proposed, wardrobe);
  if (!dressed.ok) return { kind: "unable", reason: dressed.why };
  const { headers, ca, hide } = dressed;
  const deadline = clock() + read.timeout;
  const permit = (address: string, host: string) =>
    permitAddress(address, host, { allow, vouched: !proposed });
  const ask = async (): Promise<HttpReading> => {
    try {
      return await follow(read, headers, async (url, worn, used) => {
        const timeout = Math.floor(deadline - clock());
        if (timeout <= 0) throw new HttpFailure("no-answer", "no answer before the time was up");
        return http({ url, method: used, headers: worn, timeout, bodyCap, ca, permit });
      });
    } catch (failure) {
      if (failure instanceof HttpFailure) return { kind: failure.kind, reason: failure.message };
      throw failure;
    }
  };
  return hidden(await retried(ask, read.retries, () => clock() < deadline), hide);
};

const retried = async (
  ask: () => Promise<HttpReading>,
  retries: number,
  hasTime: () => boolean,
): Promise<HttpReading> => {
  const reading = await ask();
  return reading.kind === "no-answer" && retries > 0 && hasTime()
    ? retried(ask, retries - 1, hasTime)
    : reading;
};

/** What was sent in secret the target may repeat. */
const hidden = (reading: HttpReading, hide: (text: string) => string): HttpReading =>
  reading.kind === "answered"
    ? { ...reading, body: hide(reading.body) }
    : { ...reading, reason: hide(reading.reason) };

const isHttp = (read: Check["read"]): read is HttpRead => read.kind === "http";
