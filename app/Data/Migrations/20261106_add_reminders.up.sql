create table reminders (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    -- A reminder may be about nobody in particular.
    contact_id uuid,
    title text not null check (length(title) between 1 and 200),
    note text check (length(note) <= 5000),
    -- The first occurrence, and the rule (RFC 5545 RRULE) that the later ones follow from, in this zone's wall-clock time.
    starts_at timestamptz not null,
    time_zone text not null check (length(time_zone) <= 64),
    rrule text check (length(rrule) <= 500),
    -- The next occurrence to deliver, moved by snoozing; null once there is none left.
    next_at timestamptz,
    -- The occurrence that next_at stands for: differs from it while snoozed.
    occurrence_at timestamptz,
    status text not null default 'active' check (status in ('active', 'completed')),
    completed_at timestamptz,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (owner_id, id),
    foreign key (owner_id, contact_id) references contacts (owner_id, id) on delete cascade
);
create index reminders_upcoming on reminders (owner_id, next_at, id) where status = 'active';
create index reminders_due on reminders (next_at) where status = 'active' and next_at is not null;
create index reminders_contact on reminders (owner_id, contact_id) where contact_id is not null;

-- What was delivered. The key is what makes a delivery happen once however many workers run.
create table reminder_deliveries (
    owner_id uuid not null,
    reminder_id uuid not null,
    occurrence_at timestamptz not null,
    due_at timestamptz not null,
    delivered_at timestamptz not null default now(),
    -- When the person said that it is done; an open delivery is what completing and snoozing are about.
    completed_at timestamptz,
    primary key (owner_id, reminder_id, due_at),
    foreign key (owner_id, reminder_id) references reminders (owner_id, id) on delete cascade
);
create index reminder_deliveries_by_time on reminder_deliveries (owner_id, due_at desc, reminder_id);
