-- Written in the transaction of the request it belongs to, so that either both exist or neither.
create table idempotency_keys (
    owner_id uuid not null references users (id) on delete cascade,
    key text not null check (length(key) between 1 and 255),
    -- SHA-256 of method, path and body: the same key for another request is refused.
    request_hash bytea not null check (octet_length(request_hash) = 32),
    -- The answer, to give again.
    status int not null,
    location text,
    etag text,
    body_cipher bytea,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (owner_id, key)
);
create index idempotency_keys_expiry on idempotency_keys (expires_at);
