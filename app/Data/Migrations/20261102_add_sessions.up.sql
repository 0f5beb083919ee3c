-- A session is one family of refresh tokens: it begins with a login and ends, whatever happens, at expires_at.
create table sessions (
    id uuid primary key,
    user_id uuid not null references users (id) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    revoked_reason text check (revoked_reason in ('logout', 'logout-everywhere', 'reuse', 'erased'))
);
create index sessions_user on sessions (user_id);
create index sessions_expiry on sessions (expires_at);

create table refresh_tokens (
    -- SHA-256 of the token: whoever reads this table cannot sign in with it.
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    session_id uuid not null references sessions (id) on delete cascade,
    issued_at timestamptz not null default now(),
    spent_at timestamptz,
    -- With the server's key and the token, gives the successor again to a client that did not hear the answer.
    successor_salt bytea,
    successor_hash bytea,
    check ((spent_at is null) = (successor_salt is null) and (spent_at is null) = (successor_hash is null))
);
create index refresh_tokens_session on refresh_tokens (session_id);

-- Access tokens of a session that ended early stay refused until they would have expired by themselves; an erased user leaves rows
-- in no other table, so this one has no foreign key.
create table revoked_sessions (
    session_id uuid primary key,
    revoked_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index revoked_sessions_time on revoked_sessions (revoked_at);
create index revoked_sessions_expiry on revoked_sessions (expires_at);
