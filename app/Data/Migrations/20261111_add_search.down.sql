-- The extension stays: it may have been there before us.
drop index if exists interactions_summary_trigrams;
drop index if exists contacts_name_trigrams;
alter table interactions drop column search_document;
alter table contacts drop column search_document;
drop function pmcrm_joined(text[]);
