-- Search finds a name however it is typed: without accents, in Latin letters, without its apostrophe, with one wrong letter. Everything here
-- is PostgreSQL's own (normalize, translate, tsvector), no extension: `unaccent` is only stable, has no Cyrillic or Greek alphabet, and its
-- rules change with the server's version, which an index must not. The functions have bodies that PostgreSQL resolves when they are made:
-- restoring a dump runs them with an empty search path.

-- Letters that have no decomposition in Unicode. Cyrillic follows BGN/PCGN (CLDR: Russian-Latin-BGN.xml) and Greek UNGEGN (CLDR:
-- Greek_Latin_UNGEGN.xml), both without their marks and without the rules that depend on the letters around.
create function pmcrm_latin(words text) returns text
    language sql immutable strict parallel safe
    return (
        select case
            when octet_length(words) = length(words) then words
            when words !~ '[\u0370-\u052f]' then latin
            else translate(
                replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(latin,
                    'щ', 'shch'), 'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'ю', 'yu'), 'я', 'ya'),
                    'θ', 'th'), 'χ', 'ch'), 'ψ', 'ps'), 'ου', 'ou'), 'ευ', 'ev'), 'αυ', 'av'), 'γγ', 'ng'),
                'абвгдезиклмнопрстуфыэіґєαβγδεζηικλμνξοπρσςτυφωъь',
                'abvgdeziklmnoprstufyeigeavgdeziiklmnxoprsstyfo') end
        from (select replace(replace(replace(replace(replace(replace(replace(replace(replace(words,
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'ı', 'i') as latin) as letters);

-- Lower case, without accents, in Latin letters where it was Latin, Greek or Cyrillic.
create function pmcrm_fold(words text) returns text
    language sql immutable strict parallel safe
    return case when octet_length(words) = length(words) then lower(words)
            else pmcrm_latin(regexp_replace(normalize(lower(words), NFKD), '[\u0300-\u036f]', '', 'g')) end;

-- The other way to write these letters where a keyboard does not have them (CLDR: de-ASCII.xml; å and ø as Danish spells them out).
create function pmcrm_spelled_out(words text) returns text
    language sql immutable strict parallel safe
    return replace(replace(replace(replace(replace(normalize(lower(words), NFC), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'å', 'aa'), 'ø', 'oe');

create function pmcrm_without_apostrophes(words text) returns text
    language sql immutable strict parallel safe
    return replace(replace(replace(replace(replace(replace(words, '''', ''), '‘', ''), '’', ''), 'ʼ', ''), '´', ''), '′', '');

-- Punctuation separates words: what stands in an address or a double name is found by each part.
create function pmcrm_words(words text) returns text
    language sql immutable strict parallel safe
    return regexp_replace(words, '[\u0001-\u001f!-/:-@\[-`{-~\u2010-\u2015‘’ʼ´′]+', ' ', 'g');

-- The words as they are searched; those with ä, ø or an apostrophe in both spellings.
create function pmcrm_search_vector(words text) returns tsvector
    language sql immutable parallel safe
    return case when words is null or words = '' then ''::tsvector else
            to_tsvector('simple', pmcrm_words(pmcrm_fold(pmcrm_without_apostrophes(words)))) ||
            case when words ~ '[äöüåøÄÖÜÅØ\u0308\u030a''‘’ʼ´′]'
                then to_tsvector('simple', pmcrm_words(pmcrm_fold(pmcrm_spelled_out(words)))) else ''::tsvector end end;

-- Each word, and each word without one of its letters: two words with one letter wrong, missing, added or exchanged with its neighbor have
-- one of these in common. Short words and numbers have too many neighbors.
create function pmcrm_typo_keys(words text) returns text[]
    language sql immutable parallel safe
    return (
        select coalesce(array_agg(distinct '~' || case when gap = 0 then word else left(word, gap - 1) || substr(word, gap + 1) end), '{}')
        from regexp_split_to_table(pmcrm_words(pmcrm_fold(pmcrm_without_apostrophes(words))), '\s+') as word, generate_series(0, length(word)) as gap
        where length(word) between 5 and 30 and word !~ '[0-9]');

-- What a person is typing ends in an unfinished word, see pmcrm_search_query. Punctuation inside a word makes a phrase of its parts.
create function pmcrm_folded_query(words text) returns tsquery
    language sql immutable parallel safe
    return (
        select case when right(query::text, 1) = '''' and position('!' in query::text) = 0 then (query::text || ':*')::tsquery else query end
        from (select websearch_to_tsquery('simple',
            regexp_replace(words, '([^\s"])[\u0001-\u001f!#-/:-@\[-^`{-~\u2010-\u2015‘’ʼ´′]+(?=[^\s"])', '\1_', 'g')) as query) as typed);

create function pmcrm_words_query(words text) returns tsquery
    language sql immutable parallel safe
    return case when words ~ '[äöüåøÄÖÜÅØ\u0308\u030a''‘’ʼ´′]'
            then pmcrm_folded_query(pmcrm_fold(pmcrm_without_apostrophes(words))) || pmcrm_folded_query(pmcrm_fold(pmcrm_spelled_out(words)))
            else pmcrm_folded_query(pmcrm_fold(words)) end;

-- All of the words, each as it is or with one letter wrong; null where there is no word.
create function pmcrm_typo_query(words text) returns tsquery
    language sql immutable parallel safe
    return (
        select string_agg('(' || quote_literal(word) || case when place = count then ':*' else '' end ||
            coalesce((select string_agg(' | ' || quote_literal(key), '') from unnest(pmcrm_typo_keys(word)) as key), '') || ')', ' & ')::tsquery
        from (select word, place, count(*) over () from regexp_split_to_table(pmcrm_words(pmcrm_fold(pmcrm_without_apostrophes(words))), '\s+')
            with ordinality as split (word, place) where word <> '') as typed);

-- Of a long text the part around the first of the words sought.
create function pmcrm_excerpt(words text, sought text[]) returns text
    language sql immutable parallel safe
    return (
        select substr(words, greatest(1, (place * length(words)::bigint / greatest(1, length(folded)) - 150)::int), 600)
        from (select folded, (select coalesce(min(coalesce(nullif(strpos(folded, ' ' || one), 0), nullif(strpos(folded, one), 0))), 1)
                from unnest(sought) as one) as place
            from (select pmcrm_fold(words) as folded offset 0) as text offset 0) as found);

-- The text of the columns that a contact is searched by, the names apart: an address of the web, the name of a profile, a relative.
create function pmcrm_detail_words(details jsonb) returns text
    language sql immutable strict parallel safe
    return jsonb_path_query_array(details, '$.websites[*].url')::text || ' ' || jsonb_path_query_array(details, '$.profiles[*].value')::text
            || ' ' || jsonb_path_query_array(details, '$.relatedPeople[*].name')::text;

-- The column keeps its name and, without positions, the words of before: a version that searches without folding still finds them.
alter table contacts drop column search_document;
alter table contacts add column search_document tsvector generated always as (
    setweight(pmcrm_search_vector(name || ' ' || coalesce(nickname, '')), 'A') ||
    setweight(pmcrm_search_vector(coalesce(company, '') || ' ' || coalesce(department, '') || ' ' || coalesce(job_title, '') || ' '
        || pmcrm_joined(emails)), 'B') ||
    setweight(pmcrm_search_vector(notes), 'C') || setweight(pmcrm_search_vector(pmcrm_detail_words(details)), 'C') ||
    strip(to_tsvector('simple', name || ' ' || coalesce(company, '') || ' ' || coalesce(job_title, '') || ' ' || pmcrm_joined(emails) || ' '
        || coalesce(notes, ''))) ||
    array_to_tsvector(pmcrm_typo_keys(name || ' ' || coalesce(nickname, '') || ' ' || coalesce(company, '')))) stored;

alter table interactions drop column search_document;
alter table interactions add column search_document tsvector generated always as (
    setweight(pmcrm_search_vector(summary), 'B') || setweight(pmcrm_search_vector(body), 'C') ||
    strip(to_tsvector('simple', summary || ' ' || coalesce(body, '')))) stored;

-- As 20261116_search_by_owner has them: with the owner where the server offers btree_gin.
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
