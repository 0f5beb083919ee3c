-- The authenticator applications of accounts (RFC 6238): the one that sign-ins ask for, and the one that is being set up.
create table second_factors (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    secret_cipher bytea not null,
    -- Null until a code has shown that the application has the secret.
    confirmed_at timestamptz,
    -- The time step of the last code that was accepted: a code is good once.
    last_step bigint not null default 0,
    failures int not null default 0,
    failures_since timestamptz,
    created_at timestamptz not null default now()
);
create unique index second_factors_confirmed on second_factors (owner_id) where confirmed_at is not null;
create unique index second_factors_pending on second_factors (owner_id) where confirmed_at is null;

create table recovery_codes (
    owner_id uuid not null references users (id) on delete cascade,
    -- SHA-256 of 120 random bits.
    code_hash bytea not null check (octet_length(code_hash) = 32),
    used_at timestamptz,
    primary key (owner_id, code_hash)
);

-- Sign-ins whose first step is done.
create table sign_in_challenges (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    owner_id uuid not null references users (id) on delete cascade,
    attempts int not null default 0,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index sign_in_challenges_owner on sign_in_challenges (owner_id);
create index sign_in_challenges_expiry on sign_in_challenges (expires_at);
