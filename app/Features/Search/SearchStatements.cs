using PmCrm.App.Data;

namespace PmCrm.App.Features.Search;

/// <summary>
/// The statements of a search. Each ranks a bounded number of matches: of a word that more contacts or interactions have, those written
/// last. So the work of a search does not grow with the account.
/// </summary>
internal static class SearchStatements
{
    /// <summary>How many contacts, and how many interactions, one way of searching ranks.</summary>
    public const int MaxRanked = 1000;

    private const string Headline = "StartSel=«, StopSel=», MaxWords=20, MinWords=5, MaxFragments=1";

    /// <summary>
    /// Settings for the transaction only. Which plan is right depends on the words: a rare word is looked up, of a common one the latest
    /// matches are read. A plan made once for all words is wrong for one of the two. And an account's latest rows are in memory or on a
    /// disk without moving parts, where a page anywhere costs hardly more than the next one
    /// (https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-RANDOM-PAGE-COST).
    /// </summary>
    public static Sql PlanForTheseWords =>
        Sql.Of($"select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('random_page_cost', '1.1', true)");

    // The few deleted contacts are asked for, not the many others.
    private static Sql OfDeletedContact =>
        Sql.Of($"exists (select from contacts c where c.owner_id = i.owner_id and c.id = i.contact_id and c.deleted_at is not null)");

    /// <summary>Kind and id of what has the words, the best first.</summary>
    public static Sql ByWords(Guid owner, string text, int depth) =>
        Sql.Of(
            $"""
            select kind, id from (
                select 0 as kind, id, ts_rank_cd(search_document, pmcrm_search_query({text})) as rank from (
                    select c.id, c.search_document from contacts c
                    where c.owner_id = {owner} and c.deleted_at is null and c.search_document @@ pmcrm_search_query({text})
                    order by c.updated_at desc, c.id desc limit {MaxRanked}) as contact_matches
                union all
                select 1, id, ts_rank_cd(search_document, pmcrm_search_query({text})) from (
                    select i.id, i.search_document from interactions i
                    where i.owner_id = {owner} and not {OfDeletedContact} and i.search_document @@ pmcrm_search_query({text})
                    order by i.updated_at desc, i.id desc limit {MaxRanked}) as interaction_matches) as hits
            order by rank desc, kind, id limit {depth}
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
                    where i.owner_id = {owner} and not {OfDeletedContact} and {text} <% i.summary
                    order by i.updated_at desc, i.id desc limit {MaxRanked}) as interaction_matches) as hits
            order by likeness desc, kind, id limit {depth}
            """
        );

    /// <summary>What is shown of the things found: kind, id, contact, name, title, snippet and time.</summary>
    public static Sql Describe(Guid owner, string text, Guid[] contacts, Guid[] interactions) =>
        Sql.Of(
            $"""
            select 0, c.id, c.id, c.name, nullif(concat_ws(', ', c.company, c.job_title), ''),
                case when to_tsvector('simple', coalesce(c.notes, '')) @@ pmcrm_search_query({text})
                    then ts_headline('simple', c.notes, pmcrm_search_query({text}), {Headline}) end,
                c.last_interaction_at
            from contacts c where c.owner_id = {owner} and c.id = any({contacts}) and c.deleted_at is null
            union all
            select 1, i.id, c.id, c.name, i.summary,
                case when to_tsvector('simple', coalesce(i.body, '')) @@ pmcrm_search_query({text})
                    then ts_headline('simple', i.body, pmcrm_search_query({text}), {Headline}) end,
                i.occurred_at
            from interactions i join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id
            where i.owner_id = {owner} and i.id = any({interactions}) and c.deleted_at is null
            """
        );
}
