using PmCrm.App.Data;
using PmCrm.App.Features.Interactions;

namespace PmCrm.App.Features.Search;

/// <summary>
/// The statements of a search. Each ranks a limited number of matches: of a word that occurs in more contacts or interactions, the most
/// recently changed ones. So the work of a search does not grow with the account.
/// </summary>
internal static class SearchStatements
{
    /// <summary>Maximum number of contacts, and of interactions, that one way of searching ranks.</summary>
    public const int MaxRanked = 1000;

    /// <summary>
    /// Maximum number of stored bytes of documents that are ranked, for each kind. Ranking reads the whole document, which is most of the
    /// work with long notes and interactions. Further matches follow unranked, most recently changed first.
    /// </summary>
    public const int MaxRankedBytes = 400_000;

    /// <summary>Maximum number of contacts that are compared with the query letter by letter.</summary>
    public const int MaxCompared = 300;

    /// <summary>
    /// Settings for the transaction only. The best plan depends on the words: a rare word is looked up in the index; for a common one, the
    /// latest matches are read. A generic plan would be wrong for one of the two. An account's latest rows are in memory or on an SSD,
    /// where a random page costs hardly more than a sequential one
    /// (https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-RANDOM-PAGE-COST). The statement also returns the words in
    /// the form for comparison (folded, once without diacritics and once spelled out) and the full-text query, which is thus computed once
    /// instead of in each statement.
    /// </summary>
    /// <param name="positive">The words that a match must have.</param>
    public static Sql Prepare(string text, string positive) =>
        Sql.Of(
            $"""
            select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('random_page_cost', '1.1', true),
                pmcrm_words(pmcrm_fold(pmcrm_without_apostrophes({positive}))), pmcrm_words(pmcrm_fold(pmcrm_spelled_out({positive}))),
                pmcrm_words_query({text})::text
            """
        );

    /// <summary>
    /// Kind and id of documents with the words, best first. The matches come most recently written first, and are read as far as they can
    /// be among the results (<c>20261218_stop_reading_matches</c>). Those that are ranked are read by the place of their row (ctid), which
    /// is the same throughout a statement.
    /// </summary>
    /// <param name="query">A tsquery, not empty.</param>
    public static Sql ByWords(Guid owner, string query, int depth, long maxRankedBytes = MaxRankedBytes) =>
        Sql.Of(
            $"""
            select kind, id from (
                select 0 as kind, m.id, m.updated_at, case when m.bytes <= {maxRankedBytes} then (
                    select ts_rank_cd(c.search_document, {query}::tsquery) from contacts c where c.ctid = m.place) else 0 end as rank
                from pmcrm_contact_matches({owner}, {query}::tsquery, {MaxRanked}, {maxRankedBytes}, {depth}) as m
                union all
                select 1, m.id, m.updated_at, case when m.bytes <= {maxRankedBytes} then (
                    select ts_rank_cd(i.search_document, {query}::tsquery) from interactions i where i.ctid = m.place) else 0 end
                from pmcrm_interaction_matches({owner}, {query}::tsquery, {MaxRanked}, {maxRankedBytes}, {depth}) as m) as hits
            order by rank desc, case when rank = 0 then updated_at end desc, kind, case when rank > 0 then id end, id desc limit {depth}
            """
        );

    /// <summary>
    /// Kind and id of contacts with a tag that has the words, most recently changed first. Adding nothing to the time prevents a plan that
    /// reads all contacts in that order to find the few, or none, with such a tag.
    /// </summary>
    /// <inheritdoc cref="ByWords"/>
    public static Sql ByTags(Guid owner, string query, int depth) =>
        Sql.Of(
            $"""
            select 0, c.id from contacts c where c.owner_id = {owner} and c.deleted_at is null and c.id in (
                select ct.contact_id from contact_tags ct where ct.owner_id = {owner} and ct.tag_id = any(array(
                    select t.id from tags t where t.owner_id = {owner} and pmcrm_search_vector(t.name) @@ {query}::tsquery)))
            order by c.updated_at + interval '0' desc, c.id desc limit {depth}
            """
        );

    /// <summary>
    /// Contacts whose words equal those of the query or may differ in one letter, with the words of their names, most recently changed
    /// first. A shared key means "at most two letters differ"; <see cref="Typos"/> does the exact check. The order is the index's,
    /// including ids: an import writes thousands of contacts at the same time, and with another order, all of them would be read to find
    /// the first.
    /// </summary>
    public static Sql ByTypos(Guid owner, string text) =>
        Sql.Of(
            $"""
            select c.id, pmcrm_words(pmcrm_fold(pmcrm_without_apostrophes(concat_ws(' ', c.name, c.nickname, c.company))))
            from contacts c
            where c.owner_id = {owner} and c.deleted_at is null and c.search_document @@ pmcrm_typo_query({text})
            order by c.updated_at desc, c.id desc limit {MaxCompared}
            """
        );

    /// <summary>Kind and id of items with a similar name or summary, most similar first.</summary>
    public static Sql ByTrigrams(Guid owner, string text, int depth) =>
        Sql.Of(
            $"""
            select kind, id from (
                select 0 as kind, id, word_similarity({text}, name) as likeness from (
                    select c.id, c.name from contacts c
                    where c.owner_id = {owner} and c.deleted_at is null and {text} <% c.name
                    order by c.updated_at desc, c.id desc limit {MaxRanked}) as contact_matches
                union all
                select 1, id, word_similarity({text}, summary) from (
                    select i.id, i.summary from interactions i
                    where i.owner_id = {owner} and not {InteractionPeople.IsHidden(owner)} and {text} <% i.summary
                    order by i.updated_at desc, i.id desc limit {MaxRanked}) as interaction_matches) as hits
            order by likeness desc, kind, id limit {depth}
            """
        );

    /// <summary>
    /// The displayed data of the hits: kind, id, contact, name, title, time, and the part of the text around a found word, as it is and in
    /// both forms for comparison (null if they are the same). Joining the empty string makes PostgreSQL decompress a long text once instead
    /// of at each use.
    /// </summary>
    public static Sql Describe(Guid owner, string[] sought, Guid[] contacts, Guid[] interactions) =>
        Sql.Of(
            $"""
            select kind, id, contact_id, name, title, excerpt, pmcrm_words(pmcrm_fold(excerpt)),
                case when excerpt ~ '[äöüåøÄÖÜÅØ\u0308\u030a]' then pmcrm_words(pmcrm_fold(pmcrm_spelled_out(excerpt))) end, at from (
                select 0 as kind, c.id, c.id as contact_id, c.name, nullif(concat_ws(', ', c.company, c.job_title), '') as title,
                    pmcrm_excerpt(c.notes || '', {sought}) as excerpt, c.last_interaction_at as at
                from contacts c where c.owner_id = {owner} and c.id = any({contacts}) and c.deleted_at is null
                union all
                select 1, i.id, c.id, c.name, i.summary, pmcrm_excerpt(i.body || '', {sought}), i.occurred_at
                from interactions i cross join lateral (select c.id, c.name {InteractionPeople.Shown} limit 1) as c
                where i.owner_id = {owner} and i.id = any({interactions}) offset 0) as found
            """
        );
}
