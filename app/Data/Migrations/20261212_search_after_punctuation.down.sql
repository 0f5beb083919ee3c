drop function pmcrm_typo_query(text);
create function pmcrm_typo_query(words text) returns tsquery
    language sql immutable parallel safe
    return (
        select string_agg('(' || quote_literal(word) || case when place = count then ':*' else '' end ||
            coalesce((select string_agg(' | ' || quote_literal(key), '') from unnest(pmcrm_typo_keys(word)) as key), '') || ')', ' & ')::tsquery
        from (select word, place, count(*) over () from regexp_split_to_table(pmcrm_words(pmcrm_fold(pmcrm_without_apostrophes(words))), '\s+')
            with ordinality as split (word, place) where word <> '') as typed);
