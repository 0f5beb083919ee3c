-- Mails that the worker sends. A row is written in the transaction of what it tells of, so that neither is without the other.
create table mail_outbox (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    kind text not null check (kind in ('verification', 'password_reset', 'address_change', 'notice', 'reminder', 'digest')),
    status text not null default 'queued'
        check (status in ('queued', 'sent', 'failed', 'expired', 'suppressed', 'bounced', 'complained')),
    -- Recipient, subject and bodies, encrypted; removed once the mail is sent or given up.
    message_cipher bytea,
    -- Of the token in its List-Unsubscribe header; null for a kind that cannot be unsubscribed.
    unsubscribe_hash bytea,
    attempts int not null default 0,
    run_at timestamptz not null default now(),
    -- Set before the provider is asked: a row that is not locked and has it is one whose worker was killed.
    sending_since timestamptz,
    -- A token in the mail is worth nothing afterwards.
    expires_at timestamptz not null,
    -- What the provider calls the mail: its events name it.
    provider_id text check (length(provider_id) <= 200),
    last_error text check (length(last_error) <= 100),
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    constraint mail_outbox_message check ((status = 'queued') = (message_cipher is not null)),
    constraint mail_outbox_finished check ((status = 'queued') = (finished_at is null))
);
create index mail_outbox_due on mail_outbox (run_at, id) where status = 'queued';
create index mail_outbox_owner on mail_outbox (owner_id);
create index mail_outbox_finished_at on mail_outbox (finished_at) where finished_at is not null;
create unique index mail_outbox_unsubscribe on mail_outbox (unsubscribe_hash) where unsubscribe_hash is not null;
create index mail_outbox_provider on mail_outbox (provider_id) where provider_id is not null;

-- Addresses that a mail bounced from, or whose owner called one spam. An address that changes is another.
create table mail_suppressions (
    owner_id uuid not null references users (id) on delete cascade,
    address text not null check (length(address) between 3 and 254),
    reason text not null check (reason in ('bounced', 'complained')),
    created_at timestamptz not null default now(),
    primary key (owner_id, address)
);
