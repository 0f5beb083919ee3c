-- Pictures of an uploaded file: they wait here, encrypted, until the import is done and the worker has put them into object storage.
create table import_photos (
    owner_id uuid not null,
    import_id uuid not null,
    -- The row that it is of.
    line int not null,
    content_type text not null check (length(content_type) between 1 and 100),
    width int not null check (width > 0),
    height int not null check (height > 0),
    size_bytes int not null check (size_bytes > 0),
    content_cipher bytea not null,
    -- Whose photo it becomes: known when the import is done.
    contact_id uuid,
    attempts int not null default 0,
    run_at timestamptz not null default now(),
    primary key (owner_id, import_id, line),
    foreign key (owner_id, import_id) references imports (owner_id, id) on delete cascade
);
-- Neither a picture nor a ciphertext gets smaller by being packed.
alter table import_photos alter column content_cipher set storage external;
create index import_photos_due on import_photos (run_at) where contact_id is not null;

alter table imports add column photo_count int not null default 0;
alter table imports add column kept_photo_count int not null default 0;
alter table imports add column lost_photo_count int not null default 0;
