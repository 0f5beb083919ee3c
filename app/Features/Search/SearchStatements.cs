using PmCrm.App.Data;
using PmCrm.App.Features.Interactions;

namespace PmCrm.App.Features.Search;

/// <summary>
/// The statements of a search. Each ranks a bounded number of matches: of a word that more contacts or interactions have, those written
/// last. So the work of a search does not grow with the account.
/// </summary>
internal static class SearchStatements
{
    /// <summary>How many contacts, and how many interactions, one way of searching ranks.</summary>
    public const int MaxRanked = 1000;

    /// <summary>
    /// How many bytes of documents, as they are stored, are ranked of each kind. Ranking reads the whole document: of long notes and long
    /// interactions that is most of a search. Matches beyond follow unranked, those written last first.
    /// </summary>
    public const int MaxRankedBytes = 400_000;

    /// <summary>How many contacts are compared letter by letter with what was typed.</summary>
    public const int MaxCompared = 300;

    /// <summary>
    /// Settings for the transaction only. Which plan is right depends on the words: a rare word is looked up, of a common one the latest
    /// matches are read. A plan made once for all words is wrong for one of the two. And an account's latest rows are in memory or on a
    /// disk without moving parts, where a page anywhere costs hardly more than the next one
    /// (https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-RANDOM-PAGE-COST). With them, the words as they are
    /// compared: folded, once without letters' marks and once with them spelled out; and what the documents are searched for, worked out
    /// once instead of by each statement.
    /// </summary>
    /// <param name="positive">The words that a match has.</param>
    public static Sql Prepare(string text, string positive) =>
        Sql.Of(
            $"""
            select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('random_page_cost', '1.1', true),
                pmcrm_words(pmcrm_fold(pmcrm_without_apostrophes({positive}))), pmcrm_words(pmcrm_fold(pmcrm_spelled_out({positive}))),
                pmcrm_words_query({text})::text
            """
        );

    /// <summary>Kind and id of what has the words, the best first.</summary>
    /// <param name="query">A tsquery, not empty.</param>
    public static Sql ByWords(Guid owner, string query, int depth) =>
        Sql.Of(
            $"""
            select kind, id from (
                select 0 as kind, id, updated_at,
                    case when bytes <= {MaxRankedBytes} then ts_rank_cd(search_document, {query}::tsquery) else 0 end as rank
                from (select m.*, sum(pg_column_size(search_document)) over (order by updated_at desc, id desc) as bytes from (
                    select c.id, c.search_document, c.updated_at from contacts c
                    where c.owner_id = {owner} and c.deleted_at is null and c.search_document @@ {query}::tsquery
                    order by c.updated_at desc, c.id desc limit {MaxRanked}) as m) as contact_matches
                union all
                select 1, id, updated_at,
                    case when bytes <= {MaxRankedBytes} then ts_rank_cd(search_document, {query}::tsquery) else 0 end
                from (select m.*, sum(pg_column_size(search_document)) over (order by updated_at desc, id desc) as bytes from (
                    select i.id, i.search_document, i.updated_at from interactions i
                    where i.owner_id = {owner} and not {InteractionPeople.IsHidden} and i.search_document @@ {query}::tsquery
                    order by i.updated_at desc, i.id desc limit {MaxRanked}) as m) as interaction_matches) as hits
            order by rank desc, case when rank = 0 then updated_at end desc, kind, id limit {depth}
            """
        );

    /// <summary>
    /// Kind and id of contacts with a tag that has the words, those written last first. Adding nothing to the time keeps the planner from
    /// walking through all contacts in that order to find the few, or none, that have such a tag.
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
    /// Contacts whose words are those typed or may differ in one letter, with the words of their names, those written last first: the
    /// keys that they share say "at most two letters", <see cref="Typos"/> says which it is. The order is the index's, ids included: an
    /// import writes thousands of contacts at one time, and another order among those would read all of them to find the first.
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

    /// <summary>Kind and id of what has a similar name or summary, the most similar first.</summary>
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
                    where i.owner_id = {owner} and not {InteractionPeople.IsHidden} and {text} <% i.summary
                    order by i.updated_at desc, i.id desc limit {MaxRanked}) as interaction_matches) as hits
            order by likeness desc, kind, id limit {depth}
            """
        );

    /// <summary>
    /// What is shown of the things found: kind, id, contact, name, title, the part of the text around a word sought as it is and as it is
    /// compared in both spellings (null where they are the same), and time. Joining the empty string unpacks a long text once instead of
    /// at each use.
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
