import type { Departure } from "../../core/departure.ts";
import type { Coverage, Gap, Observation } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import { makeMasker } from "../../core/secret.ts";
import { instantIn, longest, outdated } from "../gitops/age.ts";
import { unwrapped } from "../gitops/live.ts";
import { collect } from "../gitops/objects.ts";
import { makeTeller, nameOfThing, onceEach, type Teller } from "../gitops/telling.ts";
import type { Frame, Reading } from "../source.ts";
import { judgeApplication } from "./application.ts";
import { argoTool } from "./read.ts";
import { type Application, applicationIn, type Status } from "./schema.ts";
import { identityOfApp } from "./subject.ts";

/** Judges what Argo CD says of its applications. Throws `input-invalid` for a document of anything else. */
export const parseApplications = (reading: Reading, { scope, seal }: Frame): Observation => {
  const { document, at, gaps: found } = unwrapped(reading);
  const { objects, gaps: cut, remarks } = collect(document, reading.path, argoTool);
  const apps = objects
    .map((placed) => ({ app: applicationIn(placed, reading.path), object: placed.object }))
    .map((one) => ({ ...one, name: nameOfThing(identityOfApp({ app: one.app, scope: scope.identity })) }))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  const masker = makeMasker(seal);
  for (const { object } of apps) masker.learn(object, undefined);
  const teller = makeTeller("argocd", masker);
  const compared = apps.flatMap(({ app }) => instantOf(app.status) ?? []);
  const newest = compared.length === 0 ? undefined : Math.max(...compared);
  const now = at ?? newest;
  const gaps: Gap[] = [...found, ...cut, ...outdated(newest, reading.readAt)];
  const departures: Departure[] = [];
  let looked = 0;
  for (const { app } of apps) {
    const { status } = app;
    const gap = notSeen(app, now, teller);
    if (gap !== undefined) gaps.push(gap);
    if (status === undefined || status === null || !hasSync(status)) continue;
    const judged = judgeApplication({ app, status, teller, scope: scope.identity, at: now });
    departures.push(...judged.departures);
    gaps.push(...judged.gaps);
    looked += 1 + status.resources.filter(({ hook }) => !hook).length;
  }
  const coverage: Coverage = {
    status: gaps.length === 0 ? "complete" : looked === 0 ? "failed" : "partial",
    basis: "declared-vs-real",
    gaps,
    looked,
  };
  const fresh = compared.filter((instant) => now !== undefined && now - instant <= longest);
  return {
    ...{ scope, coverage, departures: onceEach(departures) },
    assertions: { passed: 0, failed: 0, unknown: 0 },
    observedAt: fresh.length === 0 ? undefined : Math.min(...fresh),
    informational: informationalOf(apps.map(({ app }) => app)),
    warnings: [...reading.warnings, ...remarks],
  };
};

const instantOf = (status: Application["status"]): number | undefined => instantIn(status?.reconciledAt);

/** Argo CD compares every few minutes. */
const notSeen = (app: Application, now: number | undefined, teller: Teller): Gap | undefined => {
  const what = teller.text(
    `the application ${[app.metadata.namespace, app.metadata.name].filter(Boolean).join("/")}`,
  );
  const { status } = app;
  if (status === undefined || status === null || !hasSync(status))
    return { what, why: "Argo CD has never compared it with the cluster" };
  const instant = instantOf(status);
  if (instant === undefined) return { what, why: "nothing says when Argo CD last compared it" };
  return now !== undefined && now - instant > longest
    ? { what, why: `Argo CD has not compared it since ${new Date(instant).toISOString()}` }
    : undefined;
};

const hasSync = ({ sync }: Status): boolean => sync !== undefined && sync !== null && sync.status !== "";

const informationalOf = (apps: readonly Application[]): Readonly<Record<string, number>> => {
  const counts: Readonly<Record<string, number>> = {
    "applications being deleted": apps.filter(({ metadata }) => metadata.deletionTimestamp !== "").length,
    hooks: apps.reduce(
      (sum, { status }) => sum + (status?.resources ?? []).filter(({ hook }) => hook).length,
      0,
    ),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
};
