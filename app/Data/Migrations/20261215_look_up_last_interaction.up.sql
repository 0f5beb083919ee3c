-- The last interaction of a contact is one entry of an index, whatever the statistics say. For max() with "=", PostgreSQL may as well go
-- through the index by owner and time: a plan for any parameters takes the contact for the owner's only one where the sample had no other,
-- so both indexes cost the same, and a contact without interactions of its own reads all of its owner's. The order by contact_id, which
-- only a range needs, leaves the index that has it.
create or replace function pmcrm_last_shared_interaction(owner uuid, contact uuid) returns timestamptz
    language sql stable
    return (
        select x.occurred_at from interaction_contacts x
        where x.owner_id = owner and x.contact_id >= contact and x.contact_id <= contact and x.occurred_at is not null
        order by x.contact_id, x.occurred_at desc limit 1);

-- "offset 0" keeps the time from being looked up once for each use.
create or replace function pmcrm_follow_last_interaction(owner uuid, contact uuid) returns void
    language sql as $$
        update contacts c set last_interaction_at = newest.at, version = c.version + 1, updated_at = now()
        from (select greatest((
                select i.occurred_at from interactions i
                where i.owner_id = owner and i.contact_id >= contact and i.contact_id <= contact
                order by i.contact_id, i.occurred_at desc limit 1),
            pmcrm_last_shared_interaction(owner, contact)) as at offset 0) as newest
        where c.owner_id = owner and c.id = contact and c.last_interaction_at is distinct from newest.at;
    $$;
