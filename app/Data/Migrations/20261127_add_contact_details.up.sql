-- What the programs that people come from know about a contact. A version that does not know these columns neither reads nor changes them.
alter table contacts add column nickname text check (length(nickname) <= 200);
alter table contacts add column department text check (length(department) <= 200);
-- {"emailLabels": [{"address", "label"}], "dates": [{"kind", "label", "date"}], "websites": [{"url", "label"}],
--  "profiles": [{"service", "value", "label"}], "relatedPeople": [{"name", "relation"}]}; what is empty is absent.
alter table contacts add column details jsonb check (jsonb_typeof(details) = 'object');
-- Encrypted by the application (ENCRYPTION_KEY): a JSON array of labels with values, which may be anything.
alter table contacts add column custom_fields_cipher bytea;
-- The identifier that another program gave to the contact (UID of a vCard): an import finds the contact again by it.
alter table contacts add column external_id text check (length(external_id) between 1 and 255);
create index contacts_external_id on contacts (owner_id, external_id) where external_id is not null;
