/** The tables, in the order they came; the position of an entry, from 1, is the version it leads to. Never edit one. */
export const migrations: readonly string[] = [
  `
  create table migrations (version integer primary key, at integer not null) strict;

  create table scopes (
    id integer primary key,
    resolution text not null unique,
    identity text not null,
    source text not null,
    path text not null,
    environment text,
    workspace text,
    observed_at integer not null,
    sighted_at integer not null
  ) strict;

  create table findings (
    fingerprint text not null,
    scope_id integer not null references scopes (id),
    legacy text not null,
    type text not null,
    name text not null,
    label text not null,
    title text not null,
    severity text not null,
    layer text not null,
    disposition text not null,
    workload text,
    facts text not null,
    content text not null,
    digest text not null,
    seals text,
    presence text not null,
    first_seen integer not null,
    last_observed integer,
    sighted_at integer,
    stale_since integer,
    resolved_at integer,
    updated_at integer not null,
    primary key (fingerprint, scope_id)
  ) strict;
  create index findings_scope on findings (scope_id, presence);
  create index findings_presence on findings (presence);
  create index findings_last_observed on findings (last_observed) where last_observed is not null;
  create index findings_legacy on findings (legacy);

  create table suppressions (
    fingerprint text primary key,
    kind text not null check (kind in ('muted', 'snoozed')),
    until integer,
    by text,
    note text,
    max_severity text check (max_severity in ('low', 'medium', 'high', 'critical')),
    updated_at integer not null
  ) strict;

  create table scans (
    id integer primary key,
    scope_id integer not null references scopes (id),
    started_at integer not null,
    finished_at integer not null,
    observed_at integer not null,
    status text not null check (status in ('complete', 'partial', 'failed')),
    basis text not null check (basis in ('declared-vs-real', 'declared-vs-recorded', 'unverified')),
    gaps text not null,
    looked integer not null,
    items integer not null,
    severities text not null,
    asserted_passed integer not null,
    asserted_failed integer not null,
    asserted_unknown integer not null
  ) strict;
  create index scans_scope on scans (scope_id, id);
  create index scans_finished on scans (finished_at);

  create table events (
    id integer primary key,
    at integer not null,
    scan_id integer references scans (id),
    fingerprint text not null,
    title text not null,
    transition text not null,
    from_value text,
    to_value text,
    by text
  ) strict;
  create index events_fingerprint on events (fingerprint, id);
  create index events_at on events (at);

  create table audit (
    seq integer primary key,
    ts integer not null,
    event text not null,
    run_id text,
    offer_digest text,
    fingerprint text,
    target text,
    actor text not null,
    approver text,
    decision text,
    outcome text,
    argv text,
    exit_code integer,
    duration_ms real,
    envelope text,
    bound_digest text,
    reason text,
    stdout_tail text,
    stderr_tail text,
    environment text,
    prev_hash text not null,
    hash text not null
  ) strict;
  create index audit_environment on audit (environment, seq);
  create trigger audit_never_updated before update on audit
    begin select raise(abort, 'audit rows are never changed'); end;
  create trigger audit_never_deleted before delete on audit
    begin select raise(abort, 'audit rows are never deleted'); end;
  -- "insert or replace" would delete without firing the delete trigger.
  create trigger audit_appended_only before insert on audit
    when new.seq is not (select coalesce(max(seq), 0) + 1 from audit)
    begin select raise(abort, 'audit rows are only appended'); end;
  `,
  `
  -- A mute may be of a fingerprint of ours or of the reference's (findings.legacy). rules: JSON list of the rules that flagged
  -- the finding when the mute first met it, null until then; with max_severity it is the ceiling that nothing worse passes.
  alter table suppressions add column title text;
  alter table suppressions add column owner text;
  alter table suppressions add column rules text;
  alter table suppressions add column origin text not null default 'local' check (origin in ('local', 'committed'));
  alter table suppressions add column bound_at integer;
  alter table suppressions add column matched_at integer;

  -- When a committed waiver last took a flag away.
  create table waiver_matches (
    rule text not null,
    resource text not null,
    matched_at integer not null,
    primary key (rule, resource)
  ) strict;

  -- In the words of whoever did it; of a finding closed by hand, how it was put right.
  alter table events add column note text;

  -- Holds what a count and the search for the worst ask for, so that neither reads the rows themselves.
  drop index findings_presence;
  create index findings_states
    on findings (presence, layer, type, severity, disposition, first_seen, fingerprint, scope_id);

  -- One look at a resolution scope at a time.
  create table leases (
    resolution text primary key,
    holder text not null,
    pid integer not null,
    host text not null,
    taken_at integer not null,
    expires_at integer not null
  ) strict;

  -- Since when a committed check has not got its answer, for what must last before it counts.
  create table check_states (
    identity text not null,
    name text not null,
    failing_since integer,
    last_failed integer,
    last_passed integer,
    updated_at integer not null,
    primary key (identity, name)
  ) strict;
  `,
  `
  -- How many findings stand in each state, so that a count reads a few rows instead of all. Kept by the database itself, so that
  -- no writer can forget it.
  create table tallies (
    presence text not null,
    layer text not null,
    severity text not null,
    disposition text not null,
    count integer not null,
    primary key (presence, layer, severity, disposition)
  ) strict, without rowid;
  insert into tallies
    select presence, layer, severity, disposition, count(*) from findings
    group by presence, layer, severity, disposition;
  create trigger findings_come after insert on findings begin
    insert into tallies values (new.presence, new.layer, new.severity, new.disposition, 1)
      on conflict do update set count = count + 1;
  end;
  create trigger findings_go after delete on findings begin
    update tallies set count = count - 1
      where (presence, layer, severity, disposition) = (old.presence, old.layer, old.severity, old.disposition);
  end;
  create trigger findings_move after update on findings
  when (old.presence, old.layer, old.severity, old.disposition)
    <> (new.presence, new.layer, new.severity, new.disposition)
  begin
    update tallies set count = count - 1
      where (presence, layer, severity, disposition) = (old.presence, old.layer, old.severity, old.disposition);
    insert into tallies values (new.presence, new.layer, new.severity, new.disposition, 1)
      on conflict do update set count = count + 1;
  end;
  `,
  `
  -- Which application workloads the newest look knows there, and whether each serves: a JSON list, null where no probe looked.
  alter table scopes add column serving text;
  `,
  `
  -- What waits for a decision, and what became of it. content: JSON of the whole draft; mac: HMAC of id, digest and content.
  create table offers (
    id text primary key,
    digest text not null,
    state text not null check (state in ('offered', 'running', 'verified', 'applied', 'not-effective', 'failed', 'unknown',
      'noop', 'refused', 'declined', 'expired', 'withdrawn', 'superseded')),
    fingerprint text not null,
    action text not null,
    target text not null,
    content text not null,
    mac text not null,
    offered_at integer not null,
    expires_at integer not null,
    decided_by text,
    decided_at integer,
    why text,
    declined_until integer,
    run_id text unique,
    began_at integer,
    ends_at integer,
    pid integer,
    host text,
    lease_until integer,
    ended_at integer
  ) strict;
  create index offers_digest on offers (digest);
  create index offers_state on offers (state, target);
  create index offers_finding on offers (fingerprint, action, target);
  create index offers_begun on offers (target, began_at) where began_at is not null;
  create trigger offers_never_deleted before delete on offers
    begin select raise(abort, 'offers are never deleted'); end;
  create trigger offers_never_rewritten before update on offers
    when (old.id, old.digest, old.fingerprint, old.action, old.target, old.content, old.mac, old.offered_at, old.expires_at)
      is not (new.id, new.digest, new.fingerprint, new.action, new.target, new.content, new.mac, new.offered_at, new.expires_at)
    begin select raise(abort, 'what was offered is never changed'); end;
  create trigger offers_one_way before update of state on offers
    when not (
      old.state = 'offered' and new.state in ('running', 'refused', 'declined', 'expired', 'withdrawn', 'superseded')
      or old.state = 'running' and new.state in ('verified', 'applied', 'not-effective', 'failed', 'unknown', 'noop'))
    begin select raise(abort, 'an offer does not go from there to there'); end;
  create trigger offers_begin_new before insert on offers
    when new.state <> 'offered' or exists (select 1 from offers where id = new.id)
    begin select raise(abort, 'an offer begins as offered'); end;
  `,
  `
  -- HMAC of the row's hash under a key that is kept elsewhere; null where none was set.
  alter table audit add column mac text;
  create index audit_fingerprint on audit (fingerprint, seq);

  -- What tells one store from another, in the anchors of its audit.
  create table identity (id text not null) strict;
  insert into identity values (lower(hex(randomblob(16))));
  `,
  `
  -- Which runbook entry it came from, null for the catalog alone; and when a look saw again what it had put right.
  alter table offers add column entry text;
  alter table offers add column relapsed_at integer;
  update offers set entry = json_extract(content, '$.entry.name') where json_valid(content);
  drop trigger offers_never_rewritten;
  create trigger offers_never_rewritten before update on offers
    when (old.id, old.digest, old.fingerprint, old.action, old.entry, old.target, old.content, old.mac, old.offered_at,
      old.expires_at)
      is not (new.id, new.digest, new.fingerprint, new.action, new.entry, new.target, new.content, new.mac, new.offered_at,
      new.expires_at)
    begin select raise(abort, 'what was offered is never changed'); end;
  create trigger offers_relapse_once before update of relapsed_at on offers
    when old.relapsed_at is not new.relapsed_at and (old.relapsed_at is not null or old.state <> 'verified')
    begin select raise(abort, 'a relapse is told once, of what was put right'); end;
  create index offers_put_right on offers (ended_at) where state = 'verified' and relapsed_at is null;
  create index offers_used on offers (began_at) where began_at is not null;
  `,
];
