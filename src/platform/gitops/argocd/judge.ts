import type { Departure } from "../../../core/departure.ts";
import { layerOf } from "../../../core/layer.ts";
import type { Coverage, Gap } from "../../../core/observation.ts";
import { byCodeUnit } from "../../../core/order.ts";
import { instantIn, longest, outdated } from "../age.ts";
import { collect } from "../objects.ts";
import { countOf, type Looker, type Seen, type Serves, type Sight, toldOf } from "../sight.ts";
import { makeTeller, nameOfThing, onceEach, type Teller } from "../telling.ts";
import { judgeApplication } from "./application.ts";
import { healthWord } from "./resources.ts";
import { type Application, applicationIn, type Status } from "./schema.ts";
import { identityOfApp } from "./subject.ts";
import { argoTool } from "./tool.ts";

/** Judges what Argo CD says of its applications. Throws `input-invalid` for a document of anything else. */
export const judgeApplications = (sight: Sight, looker: Looker): Seen => {
  const { objects, gaps: cut, remarks } = collect(sight.document, sight.path, argoTool);
  const { scope, masker, tells } = looker;
  const apps = objects
    .map((placed) => ({ app: applicationIn(placed, sight.path), object: placed.object }))
    .map((one) => ({ ...one, name: nameOfThing(identityOfApp({ app: one.app, scope })) }))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  for (const { object } of apps) masker.learn(object, undefined);
  const teller = makeTeller("argocd", masker, looker.source);
  const compared = apps.flatMap(({ app }) => instantOf(app.status) ?? []);
  const newest = compared.length === 0 ? undefined : Math.max(...compared);
  const now = sight.at ?? newest;
  const gaps: Gap[] = [...sight.gaps, ...cut, ...outdated(newest, sight.readAt)];
  const departures: Departure[] = [];
  const serving: Serving[] = [];
  let looked = 0;
  for (const { app } of apps) {
    const { status } = app;
    const own: Gap[] = [...notSeen(app, now, teller)];
    if (status !== undefined && status !== null && hasSync(status)) {
      const judged = judgeApplication({ app, status, teller, scope, at: now, tells });
      departures.push(...judged.departures);
      own.push(...judged.gaps);
      looked += 1 + status.resources.filter(({ hook }) => !hook).length;
    }
    gaps.push(...own);
    serving.push(servingOf(app, own.length === 0, looker));
  }
  const coverage: Coverage = {
    status: gaps.length === 0 ? "complete" : looked === 0 ? "failed" : "partial",
    basis: "declared-vs-real",
    gaps,
    looked,
  };
  const fresh = compared.filter((instant) => now !== undefined && now - instant <= longest);
  return {
    ...{ coverage, departures: onceEach(toldOf(departures, tells)) },
    assertions: countOf(serving.map(({ serves }) => serves)),
    observedAt: fresh.length === 0 ? undefined : Math.min(...fresh),
    informational: informationalOf(apps.map(({ app }) => app)),
    warnings: [...remarks, ...untoldOf(serving, teller)],
  };
};

type Serving = { readonly app: Application; readonly serves: Serves | undefined; readonly why?: string };

/**
 * Degraded is the worst of what it deploys, and the rest may serve: that nothing serves is known only where nothing of it is
 * there. What is suspended, being deleted or plumbing is not asked.
 */
const servingOf = (app: Application, isSeen: boolean, { platform, scope }: Looker): Serving => {
  const identity = { ...identityOfApp({ app, scope }), namespace: app.spec?.destination?.namespace ?? "" };
  const health = healthWord(app.status?.health?.status);
  if (
    app.metadata.deletionTimestamp !== "" ||
    health === "Suspended" ||
    (identity.namespace !== "" && layerOf(identity, undefined, platform) === "platform")
  )
    return { app, serves: undefined };
  if (!isSeen) return { app, serves: "unknown" };
  if (health === "Healthy") return { app, serves: "yes" };
  const parts = (app.status?.resources ?? []).filter(({ hook }) => !hook);
  if (health === "Missing" && parts.length > 0 && parts.every((one) => one.health?.status === "Missing"))
    return { app, serves: "no" };
  return { app, serves: "unknown", why: health === "" ? "says nothing of its health" : `calls it ${health}` };
};

const mostTold = 5;

/** What fails is told as what it is. */
const untoldOf = (serving: readonly Serving[], { text }: Teller): readonly string[] => {
  const untold = serving.filter(({ why }) => why !== undefined && !/Degraded|Missing/.test(why));
  const more = untold.length - mostTold;
  return [
    ...untold
      .slice(0, mostTold)
      .map(({ app, why }) => text(`whether ${nameOf(app)} serves cannot be told: Argo CD ${why}`)),
    ...(more > 0 ? [`of ${more} more applications it cannot be told whether they serve`] : []),
  ];
};

const nameOf = ({ metadata }: Application): string =>
  `the application ${[metadata.namespace, metadata.name].filter(Boolean).join("/")}`;

const instantOf = (status: Application["status"]): number | undefined => instantIn(status?.reconciledAt);

/** Argo CD compares every few minutes. */
const notSeen = (app: Application, now: number | undefined, teller: Teller): readonly Gap[] => {
  const what = teller.text(nameOf(app));
  const { status } = app;
  if (status === undefined || status === null || !hasSync(status))
    return [{ what, why: "Argo CD has never compared it with the cluster" }];
  const instant = instantOf(status);
  if (instant === undefined) return [{ what, why: "nothing says when Argo CD last compared it" }];
  return now !== undefined && now - instant > longest
    ? [{ what, why: `Argo CD has not compared it since ${new Date(instant).toISOString()}` }]
    : [];
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
