create table contacts (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    name text not null check (length(name) between 1 and 200),
    -- What pages are ordered by: independent of the server's locale, so that a cursor means the same everywhere.
    sort_name text collate "C" generated always as (lower(name)) stored,
    emails text[] not null default '{}' check (cardinality(emails) <= 20),
    company text check (length(company) <= 200),
    job_title text check (length(job_title) <= 200),
    birthday date,
    notes text check (length(notes) <= 20000),
    -- Encrypted by the application (ENCRYPTION_KEY): JSON arrays of phone numbers and addresses, and notes marked private.
    phones_cipher bytea,
    addresses_cipher bytea,
    private_notes_cipher bytea,
    -- Keyed hashes of the normalised numbers: equality can be asked of them, a number cannot be read from them.
    phone_fingerprints bytea[] not null default '{}',
    last_interaction_at timestamptz,
    -- The strong ETag; every write adds one.
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    merged_into uuid,
    -- Lets every child name its contact together with the owner, so that a child of somebody else's contact cannot exist.
    unique (owner_id, id),
    foreign key (owner_id, merged_into) references contacts (owner_id, id)
);
create index contacts_by_name on contacts (owner_id, sort_name, id) where deleted_at is null;
create index contacts_by_interaction on contacts (owner_id, last_interaction_at desc nulls last, id) where deleted_at is null;
create index contacts_by_update on contacts (owner_id, updated_at, id);
create index contacts_emails on contacts using gin (emails);
create index contacts_phones on contacts using gin (phone_fingerprints);
create index contacts_merged on contacts (owner_id, merged_into) where merged_into is not null;

create table tags (
    id uuid primary key,
    owner_id uuid not null references users (id) on delete cascade,
    name text not null check (length(name) between 1 and 50),
    created_at timestamptz not null default now(),
    unique (owner_id, id)
);
create unique index tags_name on tags (owner_id, lower(name));

create table contact_tags (
    owner_id uuid not null,
    contact_id uuid not null,
    tag_id uuid not null,
    primary key (owner_id, contact_id, tag_id),
    foreign key (owner_id, contact_id) references contacts (owner_id, id) on delete cascade,
    foreign key (owner_id, tag_id) references tags (owner_id, id) on delete cascade
);
create index contact_tags_tag on contact_tags (owner_id, tag_id, contact_id);
