-- As 20261201_fold_search has it, and of what begins with punctuation the last word may be unfinished too: what stands before the first word
-- is none, and was counted as one.
create or replace function pmcrm_typo_query(words text) returns tsquery
    language sql immutable parallel safe
    return (
        select string_agg('(' || quote_literal(word) || case when place = count then ':*' else '' end ||
            coalesce((select string_agg(' | ' || quote_literal(key), '') from unnest(pmcrm_typo_keys(word)) as key), '') || ')', ' & ')::tsquery
        from (select word, row_number() over (order by place) as place, count(*) over ()
            from regexp_split_to_table(pmcrm_words(pmcrm_fold(pmcrm_without_apostrophes(words))), '\s+')
            with ordinality as split (word, place) where word <> '') as typed);
