alter table contacts drop column search_document;
alter table contacts add column search_document tsvector generated always as (
    setweight(to_tsvector('simple', name), 'A') ||
    setweight(to_tsvector('simple', coalesce(company, '') || ' ' || coalesce(job_title, '') || ' ' || pmcrm_joined(emails)), 'B') ||
    setweight(to_tsvector('simple', coalesce(notes, '')), 'C')) stored;
alter table interactions drop column search_document;
alter table interactions add column search_document tsvector generated always as (
    setweight(to_tsvector('simple', summary), 'B') ||
    setweight(to_tsvector('simple', coalesce(body, '')), 'C')) stored;
do $$
begin
    if exists (select from pg_extension where extname = 'btree_gin') then
        create index contacts_search_by_owner on contacts using gin (owner_id, search_document) with (gin_pending_list_limit = 512);
        create index interactions_search_by_owner on interactions using gin (owner_id, search_document) with (gin_pending_list_limit = 512);
    else
        create index contacts_search on contacts using gin (search_document);
        create index interactions_search on interactions using gin (search_document);
    end if;
end $$;
drop function pmcrm_detail_words(jsonb);
drop function pmcrm_excerpt(text, text[]);
drop function pmcrm_typo_query(text);
drop function pmcrm_words_query(text);
drop function pmcrm_folded_query(text);
drop function pmcrm_typo_keys(text);
drop function pmcrm_search_vector(text);
drop function pmcrm_words(text);
drop function pmcrm_without_apostrophes(text);
drop function pmcrm_spelled_out(text);
drop function pmcrm_fold(text);
drop function pmcrm_latin(text);
