-- A finished export is kept in parts, so that neither writing nor reading one needs its size in memory.
create table export_parts (
    owner_id uuid not null,
    export_id uuid not null,
    part int not null check (part >= 0),
    -- A piece of the file, encrypted for this export and this place in it.
    content_cipher bytea not null,
    primary key (owner_id, export_id, part),
    foreign key (owner_id, export_id) references exports (owner_id, id) on delete cascade
);

alter table exports add column size_bytes bigint;
-- No release ever wrote it.
alter table exports drop column content_cipher;
-- One of a format at a time: asking again while it is being made is asking for the same one.
create unique index exports_queued on exports (owner_id, format) where status = 'queued';
