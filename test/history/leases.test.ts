import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { makeScope } from "../support/make.ts";
import { itemOf, lookAt, minute, opened, rawly, start, stateFile } from "./temporary.ts";

const scope = makeScope();
const row = (file: string) => rawly(file, (database) => database.prepare("select * from leases").get());

/** The row that another run would have left. */
const plant = (file: string, facts: Readonly<Record<string, unknown>>): void =>
  rawly(file, (database) => {
    const values = { holder: "them", pid: 1, host: hostname(), taken_at: start, expires_at: start + minute };
    database
      .prepare(
        "insert or replace into leases values (@resolution, @holder, @pid, @host, @taken_at, @expires_at)",
      )
      .run({ resolution: scope.resolution, ...values, ...facts });
  });

const deadProcess = (): number => spawnSync(process.execPath, ["-e", "0"]).pid;

test("one at a time in a scope, any number in different ones; a released one is free again", async () => {
  const file = await stateFile();
  const [first, second] = [await opened(file), await opened(file)];
  const held = await first.lease(scope, 0);
  await expect(second.lease(scope, 0)).rejects.toMatchObject({
    code: "busy",
    exit: 3,
    message: expect.stringContaining(
      `process ${process.pid} on ${hostname()} since ${new Date(start).toISOString()}`,
    ),
    hint: expect.stringContaining("--wait"),
  });
  await (await second.lease(makeScope({ realPath: "/elsewhere" }), 0)).release();
  await held.release();
  await held.release();
  await (await second.lease(scope, 0)).release();
  expect(row(file)).toBeUndefined();
});

test("who waits gets it when the other ends", async () => {
  const file = await stateFile();
  const [first, second] = [await opened(file), await opened(file)];
  const held = await first.lease(scope, 0);
  const waiting = second.lease(scope, 10 * minute);
  await held.release();
  await (await waiting).release();
});

test.each([
  ["of a dead process", () => ({ pid: deadProcess() }), true],
  ["of a process of ours that does not know it", () => ({ pid: process.pid }), true],
  ["that has expired", () => ({ expires_at: start }), true],
  ["from before the clock was set back", () => ({ expires_at: start + 1000 * minute }), true],
  ["of a running process", () => ({ pid: 1 }), false],
  ["of another machine", () => ({ host: "elsewhere", pid: deadProcess() }), false],
])("a lease %s is taken over: %s", async (_name, facts, over) => {
  const file = await stateFile();
  const history = await opened(file);
  plant(file, facts());
  const asked = history.lease(scope, 0);
  if (over) await (await asked).release();
  else await expect(asked).rejects.toMatchObject({ code: "busy" });
});

test("a look whose lease went to another run writes nothing, and takes nothing from that run", async () => {
  const file = await stateFile();
  const history = await opened(file);
  const lease = await history.lease(scope, 0);
  plant(file, {});
  await expect(history.remember(lookAt([itemOf("logs")]), lease)).rejects.toMatchObject({
    code: "busy",
    message: expect.stringContaining("nothing of it was remembered"),
  });
  await lease.release();
  expect(await history.lastLooks()).toEqual([]);
  expect(row(file)).toMatchObject({ holder: "them" });
});

test("several looks may be remembered under one lease", async () => {
  const file = await stateFile();
  const history = await opened(file);
  const lease = await history.lease(scope, 0);
  await history.remember(lookAt([itemOf("logs")]), lease);
  await history.remember(lookAt([itemOf("logs")], { scope: makeScope({ realPath: "/elsewhere" }) }), lease);
  expect(row(file)).toMatchObject({ holder: lease.holder });
  await lease.release();
  expect(row(file)).toBeUndefined();
});
