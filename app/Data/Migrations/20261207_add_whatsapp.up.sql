-- The phone number that an account's reminders go to by WhatsApp: one of each account, which proves it with a code that was sent there.
create table whatsapp_numbers (
    id uuid primary key,
    owner_id uuid not null unique references users (id) on delete cascade,
    -- As + and digits, encrypted.
    number_cipher bytea not null,
    -- Of the code that was sent last, keyed: whoever reads this table cannot find it by trying all. Null once it is used up.
    code_hash bytea check (octet_length(code_hash) = 32),
    code_expires_at timestamptz,
    code_attempts int not null default 0,
    verified_at timestamptz,
    reminders boolean not null default false,
    -- Why nothing is sent there: WhatsApp cannot deliver to it, or its owner pressed "stop" in a message.
    problem text check (problem in ('undeliverable', 'stopped')),
    created_at timestamptz not null default now(),
    -- When its owner changed it last.
    updated_at timestamptz not null default now(),
    constraint whatsapp_numbers_code check ((code_hash is null) = (code_expires_at is null)),
    constraint whatsapp_numbers_reminders check (not reminders or verified_at is not null)
);

-- Messages that the worker sends, as mail_outbox has mails. The number is looked up when the message is sent.
create table whatsapp_outbox (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    -- The row of whatsapp_numbers that it is for; one that has gone gets nothing.
    number_id uuid not null,
    kind text not null check (kind in ('code', 'reminder')),
    status text not null default 'queued'
        check (status in ('queued', 'sent', 'delivered', 'read', 'failed', 'expired', 'suppressed')),
    -- The template's name and its texts, encrypted; removed once the message is sent or given up.
    message_cipher bytea,
    attempts int not null default 0,
    run_at timestamptz not null default now(),
    -- Set before the provider is asked: a row that is not locked and has it is one whose worker was killed.
    sending_since timestamptz,
    expires_at timestamptz not null,
    -- What WhatsApp calls the message: its events name it.
    provider_id text check (length(provider_id) <= 200),
    last_error text check (length(last_error) <= 100),
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    constraint whatsapp_outbox_message check ((status = 'queued') = (message_cipher is not null)),
    constraint whatsapp_outbox_finished check ((status = 'queued') = (finished_at is null))
);
create index whatsapp_outbox_due on whatsapp_outbox (run_at, id) where status = 'queued';
create index whatsapp_outbox_owner on whatsapp_outbox (owner_id);
create index whatsapp_outbox_finished_at on whatsapp_outbox (finished_at) where finished_at is not null;
create index whatsapp_outbox_provider on whatsapp_outbox (provider_id) where provider_id is not null;

-- Codes that were sent, to bound how many an account asks for and a number gets. A row outlives its account for a day: who erases one and
-- makes another would send codes to a stranger without end. It says of the number only a keyed hash.
create table whatsapp_codes (
    id uuid primary key,
    owner_id uuid references users (id) on delete set null,
    number_hash bytea not null check (octet_length(number_hash) = 32),
    created_at timestamptz not null default now()
);
create index whatsapp_codes_owner on whatsapp_codes (owner_id, created_at) where owner_id is not null;
create index whatsapp_codes_number on whatsapp_codes (number_hash, created_at);
create index whatsapp_codes_created_at on whatsapp_codes (created_at);
