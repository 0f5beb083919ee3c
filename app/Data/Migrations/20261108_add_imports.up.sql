create table imports (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    format text not null check (format in ('csv', 'vcard')),
    file_name text check (length(file_name) <= 255),
    status text not null check (status in ('previewed', 'confirmed', 'done', 'failed')),
    row_count int not null default 0,
    error_count int not null default 0,
    imported_count int not null default 0,
    created_at timestamptz not null default now(),
    confirmed_at timestamptz,
    finished_at timestamptz,
    expires_at timestamptz not null,
    unique (owner_id, id)
);
create index imports_owner on imports (owner_id, created_at desc);
create index imports_expiry on imports (expires_at);

create table import_rows (
    owner_id uuid not null,
    import_id uuid not null,
    -- The line of the file that the row starts on, from 1, as an editor shows it.
    line int not null,
    -- The contact that this row becomes, as encrypted JSON; null where the row has errors.
    contact_cipher bytea,
    -- [{"field": …, "message": …}]
    errors jsonb,
    primary key (owner_id, import_id, line),
    check ((contact_cipher is null) <> (errors is null)),
    foreign key (owner_id, import_id) references imports (owner_id, id) on delete cascade
);
