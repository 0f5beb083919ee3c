create or replace function pmcrm_follow_last_interaction(owner uuid, contact uuid) returns void
    language sql as $$
        update contacts c set last_interaction_at = newest.at, version = c.version + 1, updated_at = now()
        from (select greatest(
            (select max(occurred_at) from interactions where owner_id = owner and contact_id = contact),
            pmcrm_last_shared_interaction(owner, contact)) as at) as newest
        where c.owner_id = owner and c.id = contact and c.last_interaction_at is distinct from newest.at;
    $$;

create or replace function pmcrm_last_shared_interaction(owner uuid, contact uuid) returns timestamptz
    language sql stable
    return (select max(x.occurred_at) from interaction_contacts x where x.owner_id = owner and x.contact_id = contact);
