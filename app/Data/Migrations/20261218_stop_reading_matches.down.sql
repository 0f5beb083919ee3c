drop function pmcrm_interaction_matches(uuid, tsquery, int, bigint, int);
drop function pmcrm_contact_matches(uuid, tsquery, int, bigint, int);
