create table users (
    id uuid primary key,
    -- Trimmed and lower-cased by the application; the unique index is what makes an account.
    email text not null unique check (length(email) between 3 and 254),
    display_name text not null check (length(display_name) between 1 and 100),
    -- Null for an account that only signs in through an identity provider.
    password_hash text,
    time_zone text not null default 'UTC' check (length(time_zone) <= 64),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- Who this user is at Google or Microsoft.
create table user_identities (
    provider text not null check (provider in ('google', 'microsoft')),
    subject text not null check (length(subject) between 1 and 255),
    user_id uuid not null references users (id) on delete cascade,
    created_at timestamptz not null default now(),
    primary key (provider, subject)
);
create index user_identities_user on user_identities (user_id);
