-- The other people of an interaction: interactions.contact_id stays the first. A version that does not know this table sees the interaction
-- with its first contact alone. Whatever such a version writes, the triggers keep true what it does not know.
create table interaction_contacts (
    owner_id uuid not null,
    interaction_id uuid not null,
    -- Never the interaction's own contact_id.
    contact_id uuid not null,
    primary key (owner_id, interaction_id, contact_id),
    foreign key (owner_id, interaction_id) references interactions (owner_id, id) on delete cascade,
    foreign key (owner_id, contact_id) references contacts (owner_id, id) on delete cascade
);
create index interaction_contacts_contact on interaction_contacts (owner_id, contact_id, interaction_id);

-- The latest interaction that a contact shares as one of the others.
create function pmcrm_last_shared_interaction(owner uuid, contact uuid) returns timestamptz
    language sql stable
    return (
        select max(i.occurred_at) from interaction_contacts x join interactions i on i.owner_id = x.owner_id and i.id = x.interaction_id
        where x.owner_id = owner and x.contact_id = contact);

-- A contact's last interaction, as first contact or as one of the others.
create function pmcrm_follow_last_interaction(owner uuid, contact uuid) returns void
    language sql as $$
        update contacts c set last_interaction_at = newest.at, version = c.version + 1, updated_at = now()
        from (select greatest(
            (select max(occurred_at) from interactions where owner_id = owner and contact_id = contact),
            pmcrm_last_shared_interaction(owner, contact)) as at) as newest
        where c.owner_id = owner and c.id = contact and c.last_interaction_at is distinct from newest.at;
    $$;

create function follow_shared_interaction() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        -- One more can only raise it. A merge inserts thousands of one contact: none of them may read all the others.
        update contacts c set last_interaction_at = i.occurred_at, version = c.version + 1, updated_at = now()
        from interactions i
        where i.owner_id = new.owner_id and i.id = new.interaction_id and c.owner_id = new.owner_id and c.id = new.contact_id
            and (c.last_interaction_at is null or c.last_interaction_at < i.occurred_at);
    else
        perform pmcrm_follow_last_interaction(old.owner_id, old.contact_id);
    end if;
    return null;
end $$;
create trigger interaction_contacts_followed after insert or delete on interaction_contacts
    for each row execute function follow_shared_interaction();

create function follow_moved_interaction() returns trigger language plpgsql as $$
begin
    perform pmcrm_follow_last_interaction(x.owner_id, x.contact_id)
    from (select * from interaction_contacts where owner_id = new.owner_id and interaction_id = new.id order by contact_id) as x;
    return null;
end $$;
create trigger interactions_moved after update of occurred_at on interactions
    for each row when (new.occurred_at is distinct from old.occurred_at) execute function follow_moved_interaction();

-- A version that does not know the table sets what the contact's own interactions say. What triggers set is right already.
create function keep_shared_last_interaction() returns trigger language plpgsql as $$
begin
    new.last_interaction_at := greatest(new.last_interaction_at, pmcrm_last_shared_interaction(new.owner_id, new.id));
    return new;
end $$;
create trigger contacts_last_interaction before update of last_interaction_at on contacts
    for each row when (pg_trigger_depth() = 0 and new.last_interaction_at is distinct from old.last_interaction_at)
    execute function keep_shared_last_interaction();

-- A merge moves the other contact's interactions; what it shared goes with them, and nobody is in one twice.
create function merge_shared_interactions() returns trigger language plpgsql as $$
begin
    insert into interaction_contacts (owner_id, interaction_id, contact_id)
    select x.owner_id, x.interaction_id, new.merged_into
    from interaction_contacts x join interactions i on i.owner_id = x.owner_id and i.id = x.interaction_id
    where x.owner_id = new.owner_id and x.contact_id = new.id and i.contact_id <> new.merged_into
    on conflict do nothing;
    delete from interaction_contacts where owner_id = new.owner_id and contact_id = new.id;
    delete from interaction_contacts x using interactions i
    where x.owner_id = new.owner_id and x.contact_id = new.merged_into
        and i.owner_id = x.owner_id and i.id = x.interaction_id and i.contact_id = new.merged_into;
    return null;
end $$;
create trigger contacts_merged after update of merged_into on contacts
    for each row when (new.merged_into is not null and new.merged_into is distinct from old.merged_into)
    execute function merge_shared_interactions();
