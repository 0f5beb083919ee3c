-- What another source says of a contact, proposed field by field. Rows stay when they are decided: they are the record of what came from where,
-- and a rejected value is not proposed again.
create table enrichment_proposals (
    id uuid primary key,
    owner_id uuid not null,
    contact_id uuid not null,
    field text not null check (field in ('company', 'jobTitle', 'email', 'profile')),
    -- What the contact had; null where it had nothing, or where the value is added to a list.
    old_value text,
    new_value text not null check (length(new_value) between 1 and 500),
    source text not null check (length(source) between 1 and 50),
    found_at timestamptz not null default now(),
    status text not null default 'open' check (status in ('open', 'accepted', 'rejected')),
    decided_at timestamptz,
    check ((status = 'open') = (decided_at is null)),
    unique (owner_id, id),
    foreign key (owner_id, contact_id) references contacts (owner_id, id) on delete cascade
);
create index enrichment_proposals_contact on enrichment_proposals (owner_id, contact_id, found_at desc, id);
