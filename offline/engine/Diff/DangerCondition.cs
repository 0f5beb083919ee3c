using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>What an input has to be for a rule of <c>dangers.tsv</c> to mean a resource.</summary>
/// <param name="Path">Where the input stands.</param>
/// <param name="Value">What it has to be; null where it only has to be set.</param>
internal sealed record DangerCondition(PropertyPath Path, string? Value)
{
    /// <summary>Reads <c>path</c> or <c>path=value</c>; a fault where it is neither.</summary>
    public static DangerCondition? Parse(string text, TableRow row, TableFile file)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var (path, value) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        if (path.Length > 0 && value?.Length is not 0)
            return new DangerCondition(PropertyPath.Parse(path), value);
        file.Fault(row.Place, $"unreadable condition '{text}'; accepted: -, path, path=value");
        return null;
    }

    public bool IsMetBy(PlanMap inputs) =>
        (inputs.At(Path), Value) switch
        {
            (null or PlanNull, _) => false,
            (_, null) => true,
            (PlanText text, var value) => text.Text == value,
            (PlanBool flag, var value) => (flag.Value ? "true" : "false") == value,
            _ => false,
        };
}
