create table interactions (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    contact_id uuid not null,
    kind text not null check (kind in ('note', 'call', 'meeting', 'email')),
    occurred_at timestamptz not null,
    duration_minutes int check (duration_minutes between 0 and 1440),
    summary text not null check (length(summary) between 1 and 500),
    -- One of the two, or neither: a private body is only kept encrypted.
    body text check (length(body) <= 20000),
    private_body_cipher bytea,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (body is null or private_body_cipher is null),
    unique (owner_id, id),
    foreign key (owner_id, contact_id) references contacts (owner_id, id) on delete cascade
);
create index interactions_by_time on interactions (owner_id, contact_id, occurred_at desc, id);
