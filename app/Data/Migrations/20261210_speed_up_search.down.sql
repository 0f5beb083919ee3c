alter table contacts alter column search_document set compression default, alter column notes set compression default;
alter table interactions alter column search_document set compression default, alter column body set compression default;
create or replace function pmcrm_excerpt(words text, sought text[]) returns text
    language sql immutable parallel safe
    return (
        select substr(words, greatest(1, (place * length(words)::bigint / greatest(1, length(folded)) - 150)::int), 600)
        from (select folded, (select coalesce(min(coalesce(nullif(strpos(folded, ' ' || one), 0), nullif(strpos(folded, one), 0))), 1)
                from unnest(sought) as one) as place
            from (select pmcrm_fold(words) as folded offset 0) as text offset 0) as found);
drop function pmcrm_folded_excerpt(text, text[]);
drop function pmcrm_character_start(bytea, int);
create or replace function pmcrm_spelled_out(words text) returns text
    language sql immutable strict parallel safe
    return replace(replace(replace(replace(replace(normalize(lower(words), NFC), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'å', 'aa'), 'ø', 'oe');
