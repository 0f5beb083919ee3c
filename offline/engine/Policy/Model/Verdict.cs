namespace PmCrm.Preview.Policy.Model;

/// <summary>The possible results of a rule for a resource.</summary>
internal enum VerdictKind
{
    Pass,

    /// <summary>The result depends on a value that is not known before the deployment, or is a secret. Never a pass.</summary>
    Unknown,

    Violation,
}

/// <param name="Kind">Whether the rule holds.</param>
/// <param name="Message">The actual and the expected value, with the property's path; empty for a pass.</param>
internal readonly record struct Verdict(VerdictKind Kind, string Message)
{
    public static Verdict Pass { get; } = new(VerdictKind.Pass, "");

    public static Verdict Violation(string message) => new(VerdictKind.Violation, message);

    public static Verdict Unknown(string message) => new(VerdictKind.Unknown, message);

    /// <summary>A pass where <paramref name="holds"/>, else a violation.</summary>
    public static Verdict Holds(bool holds, string message) => holds ? Pass : Violation(message);

    /// <summary>The worst of several, with the messages of all that are equally bad.</summary>
    public static Verdict Worst(IEnumerable<Verdict> verdicts)
    {
        var all = verdicts.ToList();
        if (all.Count == 0)
            return Pass;
        var kind = all.Max(verdict => verdict.Kind);
        return kind == VerdictKind.Pass
            ? Pass
            : new Verdict(
                kind,
                string.Join("; ", all.Where(verdict => verdict.Kind == kind).Select(verdict => verdict.Message).Distinct())
            );
    }
}
