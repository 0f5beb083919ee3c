-- A search looks at one owner's rows only: with the owner in the index, what other accounts hold costs it nothing. An index of two kinds of
-- columns needs btree_gin (https://www.postgresql.org/docs/current/btree-gin.html); without it the indexes stay as they were.
-- gin_pending_list_limit, in KB: what was written since the last vacuum is read from end to end by every search.
do $$
begin
    if exists (select from pg_available_extensions where name = 'btree_gin') then
        create extension if not exists btree_gin;
        create index contacts_search_by_owner on contacts using gin (owner_id, search_document) with (gin_pending_list_limit = 512);
        create index interactions_search_by_owner on interactions using gin (owner_id, search_document) with (gin_pending_list_limit = 512);
        drop index contacts_search;
        drop index interactions_search;
        if exists (select from pg_extension where extname = 'pg_trgm') then
            create index contacts_name_trigrams_by_owner on contacts
                using gin (owner_id, name gin_trgm_ops) with (gin_pending_list_limit = 512);
            create index interactions_summary_trigrams_by_owner on interactions
                using gin (owner_id, summary gin_trgm_ops) with (gin_pending_list_limit = 512);
            drop index if exists contacts_name_trigrams;
            drop index if exists interactions_summary_trigrams;
        end if;
    end if;
exception when insufficient_privilege then
    raise notice 'btree_gin is not installed: this role may not create extensions';
end $$;

-- Of a word that thousands of things have, the latest are ranked.
create index interactions_by_update on interactions (owner_id, updated_at, id);
-- What belongs to a deleted contact is left out of searches and counts: asking for the few deleted is cheaper than for the many others.
create index contacts_deleted on contacts (owner_id, sort_name, id) where deleted_at is not null;

-- What a person is typing ends in an unfinished word: the query's last one is made a prefix, unless words are excluded or the query ends
-- with an operator's parenthesis, where a prefix has another meaning or none. Immutable, so that the planner knows the query's words.
create function pmcrm_search_query(words text) returns tsquery
    language sql immutable parallel safe
    as $$
        select case when right(query::text, 1) = '''' and position('!' in query::text) = 0 then (query::text || ':*')::tsquery else query end
        from (select websearch_to_tsquery('simple', words) as query) as typed
    $$;
