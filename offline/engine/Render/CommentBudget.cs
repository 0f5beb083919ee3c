using System.Text;

namespace PmCrm.Preview.Render;

/// <summary>
/// A comment with a size limit, whatever the number of stacks. A part that does not fit is left out completely, so that no table or fold
/// is cut, and the comment says how many parts are missing.
/// </summary>
/// <param name="limit">The size in UTF-8 bytes.</param>
internal sealed class CommentBudget(int limit)
{
    // Room for the sentences that say what is missing.
    private const int Reserve = 1_000;

    private readonly StringBuilder text = new();
    private int used;

    /// <summary>Adds a part that is never left out: our own words, and names that were shortened.</summary>
    public void Add(string part)
    {
        text.Append(part);
        used += Encoding.UTF8.GetByteCount(part);
    }

    /// <summary>Adds the parts that fit.</summary>
    /// <param name="share">How much of the limit may be used once these are added.</param>
    /// <param name="thing">What one part is, for the sentence about those that do not fit.</param>
    public void AddWhatFits(IEnumerable<string> parts, double share, string thing)
    {
        var left = 0;
        foreach (var part in parts)
            if (used + Encoding.UTF8.GetByteCount(part) > (limit - Reserve) * share)
                left++;
            else
                Add(part);
        if (left > 0)
            Add($"\n{TextLayout.Count(left, $"more {thing}")} did not fit into a comment.\n");
    }

    public override string ToString() => text.ToString();
}
