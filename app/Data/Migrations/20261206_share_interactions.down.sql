-- Every interaction stays, with its first contact. The others lose it: their last interaction is the last of their own.
drop trigger contacts_merged on contacts;
drop function merge_shared_interactions();
drop trigger contacts_last_interaction on contacts;
drop function keep_shared_last_interaction();
update contacts c set last_interaction_at = own.at, version = c.version + 1, updated_at = now()
from (select x.owner_id, x.contact_id,
        (select max(i.occurred_at) from interactions i where i.owner_id = x.owner_id and i.contact_id = x.contact_id) as at
      from (select distinct owner_id, contact_id from interaction_contacts) as x) as own
where c.owner_id = own.owner_id and c.id = own.contact_id and c.last_interaction_at is distinct from own.at;
drop trigger interactions_moved on interactions;
drop function follow_moved_interaction();
drop trigger interaction_contacts_followed on interaction_contacts;
drop function follow_shared_interaction();
drop function pmcrm_follow_last_interaction(uuid, uuid);
drop function pmcrm_last_shared_interaction(uuid, uuid);
drop table interaction_contacts;
