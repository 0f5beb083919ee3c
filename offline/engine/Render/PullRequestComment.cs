using System.Text;
using PmCrm.Preview.Cost;
using PmCrm.Preview.Diff;

namespace PmCrm.Preview.Render;

/// <summary>
/// What a change does to the stacks, as a comment on a pull request: first a verdict for each stack, production first; then for each
/// stack its dangers, the worst first, each with its cause and what protects against it; then policy, cost, and the resources by component,
/// folded. Text of a program is always in code spans, so it mentions no user and opens no HTML.
/// </summary>
internal static class PullRequestComment
{
    // GitHub refuses comments above 65,536 characters; this leaves room for text that a workflow adds, and it is counted in bytes.
    private const int LongestComment = 60_000;

    // Shown of each kind of danger.
    private const int MostDangers = 5;

    private const int MostOfTheRest = 10;
    private const int MostFindings = 10;
    private const int MostMoves = 8;
    private const int LongestSubject = 100;

    // What comes before the folded resources may take this share of a comment, so that no stack uses the room of the next one.
    private const double ShareOfSummaries = 0.6;

    public static string Write(ReviewBase compared, IEnumerable<StackReview> reviews)
    {
        var stacks = reviews.OrderByDescending(review => review.IsProduction).ToList();
        var comment = new CommentBudget(LongestComment);
        comment.Add("## What this does to the infrastructure\n\n");
        foreach (var review in stacks)
            comment.Add(VerdictLine(review));
        comment.Add($"\nCompared with {BaseWords(compared)}. Offline: what the providers validate is not checked.\n");
        var each = ShareOfSummaries / Math.Max(1, stacks.Count);
        for (var number = 0; number < stacks.Count; number++)
            WriteSummary(comment, stacks[number], each * (number + 1));
        var rest = (1 - ShareOfSummaries) / Math.Max(1, stacks.Count);
        for (var number = 0; number < stacks.Count; number++)
            WriteResources(comment, stacks[number], stacks.Count > 1, ShareOfSummaries + (rest * (number + 1)));
        return comment.ToString();
    }

    private static string VerdictLine(StackReview review)
    {
        var words = review.Verdict switch
        {
            Verdict.Unchanged => "⚪ nothing changes",
            Verdict.Safe => "🟢 safe",
            Verdict.Restarts => "🟡 restarts",
            Verdict.Replaces => $"🟠 {Does(review.Diff.Resources.Where(DangerFinder.IsLost))}",
            Verdict.LosesData => "🔴 loses data",
            _ => "⛔ refused",
        };
        var parts = new List<string>();
        if (!review.Diff.IsEmpty)
            parts.Add(DiffMark.Summary(review.Diff));
        if (review.Dangers.Any(danger => danger.Kind == DangerKind.Access))
            parts.Add("identity or exposure changes");
        if (review.Policy is { New.Count: > 0 } policy)
            parts.Add($"{policy.New.Count} new policy {(policy.New.Count == 1 ? "violation" : "violations")}");
        if (review.Cost is { } cost && cost.After.Total.Minimum != cost.Before.Total.Minimum)
            parts.Add($"{CostWords.Signed(cost.After.Total.Minimum - cost.Before.Total.Minimum)} USD a month");
        return $"- {Markdown.Code(review.Diff.Stack)}: **{words}**{(parts.Count == 0 ? "" : $" ({string.Join("; ", parts)})")}\n";
    }

    private static string Does(IEnumerable<ResourceDiff> gone) =>
        gone.Select(resource => resource.Kind).Distinct().ToList() switch
        {
            [DiffKind.Replaced] => "replaces",
            [DiffKind.Removed] => "removes",
            _ => "replaces and removes",
        };

    private static string BaseWords(ReviewBase compared) =>
        compared.Commit.Length == 0
            ? Markdown.Code(compared.Name)
            : $"{Markdown.Code(compared.Commit)} {Markdown.Code(TextLayout.Cut(Inert.Line(compared.Subject), LongestSubject))}";

    private static void WriteSummary(CommentBudget comment, StackReview review, double share)
    {
        var parts = Dangers(review)
            .Concat(Rest(review))
            .Concat(Aliases(review))
            .Concat(PolicyLines(review))
            .Concat(CostLines(review))
            .ToList();
        if (parts.Count == 0)
            return;
        comment.Add($"\n### {Markdown.Code(review.Diff.Stack)}\n");
        comment.AddWhatFits(parts, share, "part of this summary");
    }

    private static IEnumerable<string> Dangers(StackReview review)
    {
        // The number of resources that follow is shown once per cause.
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kind in review.Dangers.GroupBy(danger => danger.Kind))
        {
            var text = new StringBuilder($"\n**{Title(kind.Key)}**\n\n");
            foreach (var danger in kind.Take(MostDangers))
                text.Append(Line(danger, danger.Cause is { } cause && said.Add(cause)));
            if (kind.Count() > MostDangers)
                text.Append($"- and {kind.Count() - MostDangers} more of this kind\n");
            yield return text.ToString();
        }
    }

    private static string Title(DangerKind kind) =>
        kind switch
        {
            DangerKind.DataLoss => "Loss of data",
            DangerKind.Outage => "Outage",
            DangerKind.Restart => "Restarts in place",
            _ => "Identity and exposure",
        };

    private static string Line(Danger danger, bool isFirstOfCause)
    {
        var resource = danger.Resource;
        var text = new StringBuilder($"- {ResourceMarkdown.Name(resource.Resource)} is **{DiffMark.Word(resource.Kind)}**: {danger.What}");
        var more = isFirstOfCause && danger.Followers > 0 ? $"; {danger.Followers} more follow" : "";
        if (danger.Property is { } property)
            text.Append($", because {Markdown.Code(property)} changes{more}");
        else if (danger.Because is { } because)
            text.Append($" ({Markdown.Code(because)}){more}");
        if (danger.Protection is { } protection)
            text.Append($". {protection}");
        else if (danger.Kind is DangerKind.DataLoss or DangerKind.Outage)
            text.Append(". Nothing protects it");
        return text.Append(".\n").ToString();
    }

    // Other resources that count for the verdict: replaced or removed, without a danger.
    private static IEnumerable<string> Rest(StackReview review)
    {
        var said = review.Dangers.Select(danger => danger.Resource.Resource.Urn).ToHashSet(StringComparer.Ordinal);
        var rest = review
            .Diff.Resources.Where(resource =>
                resource.Kind is DiffKind.Replaced or DiffKind.Removed
                && resource.Resource.IsCustom
                && !said.Contains(resource.Resource.Urn)
            )
            .ToList();
        if (rest.Count == 0)
            yield break;
        var names = string.Join(", ", rest.Take(MostOfTheRest).Select(resource => ResourceMarkdown.Name(resource.Resource)));
        var more = rest.Count > MostOfTheRest ? $" and {rest.Count - MostOfTheRest} more" : "";
        var fate = rest.Select(resource => DiffMark.Word(resource.Kind)).Distinct().Order(StringComparer.Ordinal).Reverse();
        yield return $"\n**Also {string.Join(" or ", fate)}**: {names}{more}.\n";
    }

    private static IEnumerable<string> Aliases(StackReview review)
    {
        if (review.MissingAliases.Count == 0)
            yield break;
        var text = new StringBuilder(
            "\n**Renamed without an alias?** The deployment deletes the old resource and creates a new one. To keep it, add the line to the new one's options.\n\n"
        );
        foreach (var alias in review.MissingAliases.Take(MostDangers))
            text.Append(
                $"- {ResourceMarkdown.Name(alias.Removed.Resource)} is now {Markdown.Code(alias.Added.Resource.Name)}: {Markdown.Code(alias.Line)}\n"
            );
        if (review.MissingAliases.Count > MostDangers)
            text.Append($"- and {review.MissingAliases.Count - MostDangers} more\n");
        yield return text.ToString();
    }

    private static IEnumerable<string> PolicyLines(StackReview review)
    {
        if (review.Policy is not { } policy || (review.Diff.IsEmpty && policy.New.Count == 0))
            yield break;
        var text = new StringBuilder(
            $"\n**Policy**: {policy.New.Count} new, {policy.Fixed.Count} fixed, {policy.Kept} as before, {policy.After.Waived.Count()} waived\n"
        );
        if (policy.New.Count + policy.Fixed.Count > 0)
            text.Append('\n');
        foreach (var finding in policy.New.Take(MostFindings))
            text.Append(
                $"- new: {Markdown.Code(finding.RuleId)} {Markdown.Code(finding.ResourceName)}: {Markdown.Code(finding.Message)}\n"
            );
        if (policy.New.Count > MostFindings)
            text.Append($"- and {policy.New.Count - MostFindings} more that are new\n");
        foreach (var finding in policy.Fixed.Take(MostFindings))
            text.Append($"- fixed: {Markdown.Code(finding.RuleId)} {Markdown.Code(finding.ResourceName)}\n");
        yield return text.ToString();
    }

    private static IEnumerable<string> CostLines(StackReview review)
    {
        if (review.Cost is not { } cost || review.Diff.IsEmpty)
            yield break;
        var (before, after) = (cost.Before.Total, cost.After.Total);
        if (cost.Moves.Count == 0)
        {
            yield return $"\n**Cost**: {CostWords.Span(after)} USD a month, as before\n";
            yield break;
        }
        var text = new StringBuilder($"\n**Cost**: {CostWords.Span(before)} → {CostWords.Span(after)} USD a month");
        text.Append(cost.After.Budget is null ? "" : $" ({CostWords.Budget(cost.After)})");
        text.Append("\n\n| resource | item | before | after | difference |\n| --- | --- | ---: | ---: | ---: |\n");
        foreach (var move in cost.Moves.Take(MostMoves))
            text.Append(
                $"| {Markdown.CodeCell(move.Resource)} | {Markdown.CodeCell(move.What)} | {CostWords.Cents(move.Before.Minimum)} "
                    + $"| {CostWords.Cents(move.After.Minimum)} | {Difference(move)} |\n"
            );
        if (cost.Moves.Count > MostMoves)
            text.Append($"\n{TextLayout.Count(cost.Moves.Count - MostMoves, "smaller difference")} not shown.\n");
        if (cost.After.Unpriced.Count > 0)
            text.Append(
                $"\n{TextLayout.Count(cost.After.Unpriced.Count, "item")} without a price, not in the total: `make cost` lists them.\n"
            );
        yield return text.ToString();
    }

    // Resources that autoscalers may add later change only the maximum.
    private static string Difference(CostMove move) =>
        move.Difference.Minimum != 0 ? CostWords.Signed(move.Difference.Minimum)
        : move.Difference.Reachable != 0 ? $"{CostWords.Signed(move.Difference.Reachable)} at the maximum"
        : $"{CostWords.Signed(move.Difference.Ceiling)} at the ceiling";

    private static void WriteResources(CommentBudget comment, StackReview review, bool nameStack, double share)
    {
        if (review.Diff.IsEmpty)
            return;
        comment.Add(nameStack ? $"\n#### Resources of {Markdown.Code(review.Diff.Stack)}\n" : "\n#### Resources\n");
        var order = DiffMark.All.Select((kind, index) => (kind, index)).ToDictionary(pair => pair.kind, pair => pair.index);
        var groups = review
            .Diff.Resources.GroupBy(resource => review.Components.GetValueOrDefault(resource.Resource.Urn, ""))
            .OrderBy(group => group.Min(resource => order[resource.Kind]));
        var parts = new List<string>();
        foreach (var group in groups)
        {
            var title = $"\n{(group.Key.Length == 0 ? "Without a component" : Markdown.Code(group.Key))}: {Counts(group)}\n\n";
            var resources = group.OrderBy(resource => order[resource.Kind]).Select(ResourceMarkdown.Details).ToList();
            parts.Add(title + resources[0]);
            parts.AddRange(resources.Skip(1));
        }
        comment.AddWhatFits(parts, share, "resource");
        if (review.Diff.Outputs.Count == 0)
            return;
        var outputs = $"\n<details><summary>outputs</summary>\n\n{ResourceMarkdown.Table(review.Diff.Outputs)}\n</details>\n";
        comment.AddWhatFits([outputs], share, "table of changed outputs");
    }

    private static string Counts(IEnumerable<ResourceDiff> resources) =>
        string.Join(
            ", ",
            DiffMark
                .All.Select(kind => (kind, count: resources.Count(resource => resource.Kind == kind)))
                .Where(pair => pair.count > 0)
                .Select(pair => $"{pair.count} {DiffMark.Word(pair.kind)}")
        );
}
