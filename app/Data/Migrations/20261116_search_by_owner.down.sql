drop function pmcrm_search_query(text);
drop index contacts_deleted;
drop index interactions_by_update;

-- The extension stays: it may have been there before us.
do $$
begin
    if to_regclass('contacts_search') is null then
        create index contacts_search on contacts using gin (search_document);
        create index interactions_search on interactions using gin (search_document);
        drop index contacts_search_by_owner;
        drop index interactions_search_by_owner;
    end if;
    if to_regclass('contacts_name_trigrams_by_owner') is not null then
        create index contacts_name_trigrams on contacts using gin (name gin_trgm_ops);
        create index interactions_summary_trigrams on interactions using gin (summary gin_trgm_ops);
        drop index contacts_name_trigrams_by_owner;
        drop index interactions_summary_trigrams_by_owner;
    end if;
end $$;
