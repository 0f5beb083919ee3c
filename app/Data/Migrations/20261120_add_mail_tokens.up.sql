-- What links in mails prove: that who has the link reads the address.
create table mail_tokens (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    purpose text not null check (purpose in ('verify', 'claim', 'reset', 'change', 'revert')),
    -- SHA-256 of the token: whoever reads this table cannot use one.
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    -- The address that it proves, or gives back.
    email text not null check (length(email) between 3 and 254),
    -- Of a registration with the address of an account that nobody verified: what the new account gets.
    password_hash text,
    display_name text check (length(display_name) between 1 and 100),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    check ((purpose = 'claim') = (password_hash is not null) and (purpose = 'claim') = (display_name is not null))
);
create index mail_tokens_owner on mail_tokens (owner_id, created_at);
create index mail_tokens_expiry on mail_tokens (expires_at);
