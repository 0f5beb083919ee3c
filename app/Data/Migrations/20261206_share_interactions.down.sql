-- Every interaction stays, with its first contact; the others' last interaction stays as it is, as every other row does.
drop trigger contacts_merged on contacts;
drop function merge_shared_interactions();
drop trigger contacts_last_interaction on contacts;
drop function keep_shared_last_interaction();
drop trigger interactions_moved on interactions;
drop function follow_moved_interaction();
drop trigger interaction_contacts_followed on interaction_contacts;
drop function follow_shared_interaction();
drop function pmcrm_follow_last_interaction(uuid, uuid);
drop function pmcrm_last_shared_interaction(uuid, uuid);
drop table interaction_contacts;
