-- The contacts that have the words of a search, most recently written first, as far as a search needs them: those whose documents make up
-- max_bytes together, which are ranked, and after them as many as are shown. The rest cannot be among the results: each of them comes after
-- all of these. Without a function, a running sum reads to its end whatever is asked of it.
create function pmcrm_contact_matches(owner uuid, query tsquery, max_rows int, max_bytes bigint, shown int)
    returns table (id uuid, place tid, updated_at timestamptz, bytes bigint) language plpgsql stable as $$
declare
    size int;
begin
    bytes := 0;
    for id, place, updated_at, size in
        select c.id, c.ctid, c.updated_at, pg_column_size(c.search_document) from contacts c
        where c.owner_id = owner and c.deleted_at is null and c.search_document @@ query
        order by c.updated_at desc, c.id desc limit max_rows
    loop
        bytes := bytes + size;
        if bytes > max_bytes then
            exit when shown = 0;
            shown := shown - 1;
        end if;
        return next;
    end loop;
end $$;

-- The same for interactions, without those whose people are all deleted.
create function pmcrm_interaction_matches(owner uuid, query tsquery, max_rows int, max_bytes bigint, shown int)
    returns table (id uuid, place tid, updated_at timestamptz, bytes bigint) language plpgsql stable as $$
declare
    size int;
begin
    bytes := 0;
    for id, place, updated_at, size in
        select i.id, i.ctid, i.updated_at, pg_column_size(i.search_document) from interactions i
        where i.owner_id = owner and i.search_document @@ query and not (
            i.contact_id = any(array(select c.id from contacts c where c.owner_id = owner and c.deleted_at is not null))
            and (select true from interaction_contacts x
                 where x.owner_id = owner and x.interaction_id = i.id and (
                     select c.deleted_at is null from contacts c where c.owner_id = owner and c.id = x.contact_id)
                 limit 1) is null)
        order by i.updated_at desc, i.id desc limit max_rows
    loop
        bytes := bytes + size;
        if bytes > max_bytes then
            exit when shown = 0;
            shown := shown - 1;
        end if;
        return next;
    end loop;
end $$;
