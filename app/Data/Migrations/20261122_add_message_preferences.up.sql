-- What a person wants to be told, and how. Without a row: reminders by mail, no digest.
create table message_preferences (
    owner_id uuid primary key references users (id) on delete cascade,
    reminders_by_mail boolean not null default true,
    digest_by_mail boolean not null default false,
    -- When the next digest is due: Monday morning in the account's zone.
    digest_at timestamptz,
    updated_at timestamptz not null default now(),
    constraint message_preferences_digest check (digest_by_mail = (digest_at is not null))
);
create index message_preferences_digest_at on message_preferences (digest_at) where digest_at is not null;
