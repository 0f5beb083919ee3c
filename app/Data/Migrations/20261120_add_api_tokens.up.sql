-- Tokens for scripts: each may do what its scopes say, until it expires or its owner removes it.
create table api_tokens (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    name text not null check (length(name) between 1 and 100),
    -- SHA-256 of the token: whoever reads this table cannot use one.
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    scopes text[] not null check (cardinality(scopes) > 0),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_at timestamptz
);
create index api_tokens_owner on api_tokens (owner_id, created_at);
create index api_tokens_expiry on api_tokens (expires_at);
