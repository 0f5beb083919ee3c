-- The URL that a calendar program reads: who has it, has the calendar, until it is revoked.
create table calendar_feeds (
    owner_id uuid primary key references users (id) on delete cascade,
    token_hash bytea not null unique,
    created_at timestamptz not null default now()
);
