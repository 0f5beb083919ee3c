namespace PmCrm.Preview.Policy.Model;

/// <summary>How bad it is that a rule is broken, mildest first.</summary>
internal enum RuleSeverity
{
    /// <summary>A matter of form or of cost.</summary>
    Low,

    /// <summary>A second line of defence is missing, or a failure will be harder to understand.</summary>
    Medium,

    /// <summary>An attacker or a failure gets further than necessary.</summary>
    High,

    /// <summary>Data or the whole platform is open, or can be lost.</summary>
    Critical,
}
