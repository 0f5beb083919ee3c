-- The time of an interaction stands beside each of its other people: the latest that a contact shares is the first entry of an index,
-- however many it shares. Triggers keep it, so a version that does not know the column need not write it.
alter table interaction_contacts add column occurred_at timestamptz;
update interaction_contacts x set occurred_at = i.occurred_at from interactions i where i.owner_id = x.owner_id and i.id = x.interaction_id;
create index interaction_contacts_latest on interaction_contacts (owner_id, contact_id, occurred_at desc);

create function set_shared_interaction_time() returns trigger language plpgsql as $$
begin
    new.occurred_at := (select i.occurred_at from interactions i where i.owner_id = new.owner_id and i.id = new.interaction_id);
    return new;
end $$;
create trigger interaction_contacts_time before insert on interaction_contacts
    for each row execute function set_shared_interaction_time();

create or replace function pmcrm_last_shared_interaction(owner uuid, contact uuid) returns timestamptz
    language sql stable
    return (select max(x.occurred_at) from interaction_contacts x where x.owner_id = owner and x.contact_id = contact);

-- Once for each contact of a statement, not for each row: who deletes thousands of interactions, or merges a contact that shares thousands,
-- changes the same few contacts. The rows that a foreign key deletes are those of the statement that it serves.
drop trigger interaction_contacts_followed on interaction_contacts;
drop function follow_shared_interaction();

create function follow_shared_interactions() returns trigger language plpgsql as $$
begin
    update contacts c set last_interaction_at = latest.at, version = c.version + 1, updated_at = now()
    from (select owner_id, contact_id, max(occurred_at) as at from added group by owner_id, contact_id) as latest
    where c.owner_id = latest.owner_id and c.id = latest.contact_id
        and (c.last_interaction_at is null or c.last_interaction_at < latest.at);
    return null;
end $$;
create trigger interaction_contacts_shared after insert on interaction_contacts
    referencing new table as added for each statement execute function follow_shared_interactions();

create function follow_unshared_interactions() returns trigger language plpgsql as $$
begin
    perform pmcrm_follow_last_interaction(one.owner_id, one.contact_id)
    from (select distinct owner_id, contact_id from gone order by owner_id, contact_id) as one;
    return null;
end $$;
create trigger interaction_contacts_unshared after delete on interaction_contacts
    referencing old table as gone for each statement execute function follow_unshared_interactions();

create or replace function follow_moved_interaction() returns trigger language plpgsql as $$
begin
    update interaction_contacts set occurred_at = new.occurred_at where owner_id = new.owner_id and interaction_id = new.id;
    perform pmcrm_follow_last_interaction(x.owner_id, x.contact_id)
    from (select * from interaction_contacts where owner_id = new.owner_id and interaction_id = new.id order by contact_id) as x;
    return null;
end $$;
