-- A relationship is two rows with one pair_id, one as seen from either contact, so that listing a contact's relationships is one
-- index range and removing one side removes the other.
create table relationships (
    id uuid primary key,
    pair_id uuid not null,
    owner_id uuid not null references users (id) on delete cascade,
    contact_id uuid not null,
    related_contact_id uuid not null,
    -- What the related contact is to the contact: "parent" here means "parent" one way and "child" in the other row.
    kind text not null check (length(kind) between 1 and 50),
    note text check (length(note) <= 1000),
    created_at timestamptz not null default now(),
    check (contact_id <> related_contact_id),
    unique (owner_id, contact_id, related_contact_id, kind),
    foreign key (owner_id, contact_id) references contacts (owner_id, id) on delete cascade,
    foreign key (owner_id, related_contact_id) references contacts (owner_id, id) on delete cascade
);
create index relationships_pair on relationships (owner_id, pair_id);
create index relationships_related on relationships (owner_id, related_contact_id);
