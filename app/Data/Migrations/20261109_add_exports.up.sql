create table exports (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    format text not null check (format in ('json', 'vcard')),
    status text not null check (status in ('queued', 'done', 'failed')),
    -- The finished file, encrypted.
    content_cipher bytea,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    expires_at timestamptz not null,
    unique (owner_id, id)
);
create index exports_owner on exports (owner_id, created_at desc);
create index exports_expiry on exports (expires_at);
