-- Text that has none of the letters concerned is most of what is searched, and needs none of the work for them.
create or replace function pmcrm_spelled_out(words text) returns text
    language sql immutable strict parallel safe
    return case when octet_length(words) = length(words) then lower(words)
            else replace(replace(replace(replace(replace(normalize(lower(words), NFC), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'å', 'aa'), 'ø', 'oe') end;

-- Where a character begins, at this byte of UTF-8 or after it.
create function pmcrm_character_start(words bytea, place int) returns int
    language sql immutable strict parallel safe
    return case
        when place > length(words) or get_byte(words, place - 1) & 192 <> 128 then place
        when place + 1 > length(words) or get_byte(words, place) & 192 <> 128 then place + 1
        when place + 2 > length(words) or get_byte(words, place + 1) & 192 <> 128 then place + 2
        else place + 3 end;

-- What 20261201_fold_search calls pmcrm_excerpt: it folds the whole text.
create function pmcrm_folded_excerpt(words text, sought text[]) returns text
    language sql immutable parallel safe
    return (
        select substr(words, greatest(1, (place * length(words)::bigint / greatest(1, length(folded)) - 150)::int), 600)
        from (select folded, (select coalesce(min(coalesce(nullif(strpos(folded, ' ' || one), 0), nullif(strpos(folded, one), 0))), 1)
                from unnest(sought) as one) as place
            from (select pmcrm_fold(words) as folded offset 0) as text offset 0) as found);

-- Of a long text the part around the first of the words sought. In ASCII a character is a byte, and folding is lower case: then the text is
-- looked through as bytes, which takes a fifth of the time. Other texts are folded only where no word of theirs begins as one of those
-- sought: folding 20,000 characters takes 2 to 7 ms. lower() with the collation "C" changes ASCII letters only.
create or replace function pmcrm_excerpt(words text, sought text[]) returns text
    language sql immutable parallel safe
    return (
        select case
            when is_ascii then convert_from(substring(bytes from greatest(1, coalesce(place, 1) - 150) for 600), 'UTF8')
            when place is null then pmcrm_folded_excerpt(words, sought)
            else left(convert_from(substring(bytes from pmcrm_character_start(bytes, greatest(1, place - 250))
                for pmcrm_character_start(bytes, least(length(bytes), greatest(1, place - 250) + 1200) + 1)
                    - pmcrm_character_start(bytes, greatest(1, place - 250))), 'UTF8'), 600) end
        from (select bytes, is_ascii, (
                select min(coalesce(nullif(position(convert_to(' ' || one, 'UTF8') in small), 0),
                    case when is_ascii then nullif(position(convert_to(one, 'UTF8') in small), 0)
                        else nullif(position(convert_to(E'\n' || one, 'UTF8') in small), 0) end)) from unnest(sought) as one) as place
            from (select is_ascii, convert_to(words, 'UTF8') as bytes,
                    convert_to(case when is_ascii then '' else ' ' end || lower(words collate "C"), 'UTF8') as small
                from (select octet_length(words) = length(words) as is_ascii offset 0) as letters offset 0) as text offset 0) as found);

-- A phrase is checked in the documents themselves (a GIN index holds no positions,
-- https://www.postgresql.org/docs/current/textsearch-indexes.html), and a snippet is cut from the whole text: both are unpacked for each
-- match. lz4 unpacks in half the time, and packs a little smaller. It is there where the server was built with it
-- (https://www.postgresql.org/docs/current/sql-altertable.html, SET COMPRESSION); what is stored already stays as it is until it is written
-- again.
do $$
begin
    alter table contacts alter column search_document set compression lz4, alter column notes set compression lz4;
    alter table interactions alter column search_document set compression lz4, alter column body set compression lz4;
exception when feature_not_supported then
    raise notice 'the server has no lz4: long texts stay compressed by pglz';
end $$;
