-- Work for the worker. A row is claimed by locking it (FOR UPDATE SKIP LOCKED) for as long as the work takes: a worker that dies
-- lets go of its lock with its connection, and nothing it did in that transaction stays.
create table jobs (
    id uuid primary key,
    kind text not null check (length(kind) between 1 and 50),
    owner_id uuid not null references users (id) on delete cascade,
    -- What the job is about, by the kind: an import's id, an export's id.
    subject_id uuid not null,
    run_at timestamptz not null default now(),
    attempts int not null default 0,
    status text not null default 'queued' check (status in ('queued', 'done', 'failed')),
    last_error text check (length(last_error) <= 1000),
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    unique (kind, subject_id)
);
create index jobs_queued on jobs (run_at, id) where status = 'queued';
create index jobs_owner on jobs (owner_id);
