-- What is kept in object storage. A row is there before its object and stays as long as it: an object without a row cannot come to be.
create table stored_objects (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    bucket text not null check (bucket in ('uploads', 'exports')),
    -- Random: it tells nothing of whose it is or what it holds.
    key text not null unique check (key ~ '^[0-9a-f]{32}$'),
    content_type text not null check (length(content_type) between 1 and 100),
    size_bytes bigint not null check (size_bytes >= 0),
    -- False while it is being uploaded.
    is_stored boolean not null default false,
    created_at timestamptz not null default now(),
    unique (owner_id, id)
);
create index stored_objects_owner on stored_objects (owner_id, created_at);
create index stored_objects_age on stored_objects (created_at);

-- Objects that nothing names any more. The worker deletes them, and tries again until that has succeeded.
create table object_deletions (
    id uuid primary key default gen_random_uuid(),
    bucket text not null check (bucket in ('uploads', 'exports')),
    key text not null,
    attempts int not null default 0,
    run_at timestamptz not null default now()
);
create index object_deletions_due on object_deletions (run_at, id);

-- Whatever removes a row (a new photo, an expired export, the erasure of an account) has its object deleted, in the same transaction.
create function queue_object_deletion() returns trigger language plpgsql as $$
begin
    insert into object_deletions (bucket, key, run_at)
    -- An upload that is still under way would come after its deletion.
    values (old.bucket, old.key, case when old.is_stored then now() else now() + interval '1 hour' end);
    return null;
end $$;
create trigger stored_objects_deleted after delete on stored_objects for each row execute function queue_object_deletion();

-- What named an object takes it along.
create function delete_stored_object() returns trigger language plpgsql as $$
begin
    delete from stored_objects where id = old.object_id;
    return null;
end $$;

create table contact_photos (
    owner_id uuid not null,
    contact_id uuid not null,
    object_id uuid not null,
    width int not null check (width > 0),
    height int not null check (height > 0),
    primary key (owner_id, contact_id),
    foreign key (owner_id, contact_id) references contacts (owner_id, id) on delete cascade,
    foreign key (owner_id, object_id) references stored_objects (owner_id, id) on delete cascade
);
create index contact_photos_object on contact_photos (owner_id, object_id);
create trigger contact_photos_deleted after delete on contact_photos for each row execute function delete_stored_object();

create table attachments (
    id uuid primary key,
    owner_id uuid not null,
    contact_id uuid not null,
    -- Null where the file belongs to the contact itself.
    interaction_id uuid,
    object_id uuid not null,
    file_name text not null check (length(file_name) between 1 and 255),
    created_at timestamptz not null default now(),
    unique (owner_id, id),
    foreign key (owner_id, contact_id) references contacts (owner_id, id) on delete cascade,
    foreign key (owner_id, interaction_id) references interactions (owner_id, id) on delete cascade,
    foreign key (owner_id, object_id) references stored_objects (owner_id, id) on delete cascade
);
create index attachments_contact on attachments (owner_id, contact_id, created_at desc, id);
create index attachments_interaction on attachments (owner_id, interaction_id) where interaction_id is not null;
create index attachments_object on attachments (owner_id, object_id);
create trigger attachments_deleted after delete on attachments for each row execute function delete_stored_object();

-- A finished export is an object, or parts in the database where no object storage is configured.
alter table exports add column object_id uuid references stored_objects (id) on delete set null;
create index exports_object on exports (object_id) where object_id is not null;
create trigger exports_deleted after delete on exports for each row execute function delete_stored_object();
