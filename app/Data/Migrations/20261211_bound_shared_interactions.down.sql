create or replace function follow_moved_interaction() returns trigger language plpgsql as $$
begin
    perform pmcrm_follow_last_interaction(x.owner_id, x.contact_id)
    from (select * from interaction_contacts where owner_id = new.owner_id and interaction_id = new.id order by contact_id) as x;
    return null;
end $$;

drop trigger interaction_contacts_unshared on interaction_contacts;
drop function follow_unshared_interactions();
drop trigger interaction_contacts_shared on interaction_contacts;
drop function follow_shared_interactions();

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

create or replace function pmcrm_last_shared_interaction(owner uuid, contact uuid) returns timestamptz
    language sql stable
    return (
        select max(i.occurred_at) from interaction_contacts x join interactions i on i.owner_id = x.owner_id and i.id = x.interaction_id
        where x.owner_id = owner and x.contact_id = contact);

drop trigger interaction_contacts_time on interaction_contacts;
drop function set_shared_interaction_time();
drop index interaction_contacts_latest;
alter table interaction_contacts drop column occurred_at;
