using System.Globalization;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Policy;

/// <summary>Why a broken rule is accepted, and until when.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Resource">The resource's name, or its URN where it has <c>::</c>; <c>*</c> stands for any text.</param>
/// <param name="Stack">The only stack that it is for; null for every stack.</param>
/// <param name="Reason">Why the finding is accepted.</param>
/// <param name="Expires">The last day on which it is valid.</param>
/// <param name="At">Its place in the file.</param>
internal sealed record Waiver(string Rule, string Resource, string? Stack, string Reason, DateOnly Expires, Position At)
{
    public const string DayFormat = "yyyy-MM-dd";

    public bool IsFor(string stack) => Stack is null || Stack == stack;

    public bool Covers(string rule, string stack, PlanResource resource) =>
        Rule == rule && IsFor(stack) && IsLike(Resource.Contains("::", StringComparison.Ordinal) ? resource.Urn : resource.Name, Resource);

    public static string Day(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    // Each part between two stars must follow the part before it.
    private static bool IsLike(string text, string pattern)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
            return text == pattern;
        if (!text.StartsWith(parts[0], StringComparison.Ordinal))
            return false;
        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at = found + part.Length;
        }
        return text.Length - at >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.Ordinal);
    }
}
