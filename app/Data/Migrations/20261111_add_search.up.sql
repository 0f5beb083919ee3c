-- array_to_string is only stable because of types whose text depends on settings; text's does not.
create function pmcrm_joined(words text[]) returns text
    language sql immutable parallel safe
    as $$ select array_to_string(words, ' ') $$;

-- 'simple': names and companies are in any language, and must not be stemmed as if they were English.
alter table contacts add column search_document tsvector generated always as (
    setweight(to_tsvector('simple', name), 'A') ||
    setweight(to_tsvector('simple', coalesce(company, '') || ' ' || coalesce(job_title, '') || ' ' || pmcrm_joined(emails)), 'B') ||
    setweight(to_tsvector('simple', coalesce(notes, '')), 'C')) stored;
create index contacts_search on contacts using gin (search_document);

alter table interactions add column search_document tsvector generated always as (
    setweight(to_tsvector('simple', summary), 'B') ||
    setweight(to_tsvector('simple', coalesce(body, '')), 'C')) stored;
create index interactions_search on interactions using gin (search_document);

-- Misspelt names are found by trigrams where the server offers them; full text works without.
do $$
begin
    if exists (select from pg_available_extensions where name = 'pg_trgm') then
        create extension if not exists pg_trgm;
        create index contacts_name_trigrams on contacts using gin (name gin_trgm_ops);
        create index interactions_summary_trigrams on interactions using gin (summary gin_trgm_ops);
    end if;
exception when insufficient_privilege then
    raise notice 'pg_trgm is not installed: this role may not create extensions';
end $$;
