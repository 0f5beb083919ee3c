using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Policy;

/// <summary>The waivers of a project, and the day that they are read on.</summary>
internal sealed class Waivers(IReadOnlyList<Waiver> all, DateOnly today)
{
    /// <summary>The file of the waivers, beside Pulumi.yaml.</summary>
    public const string FileName = "policy.yaml";

    public static readonly Waivers None = new([], DateOnly.MinValue);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Waiver> All { get; } = all;

    /// <summary>Reads <c>policy.yaml</c> of a folder; without the file there are no waivers.</summary>
    /// <exception cref="PreviewException">A waiver is malformed, or names a rule that does not exist: one line for each.</exception>
    public static Waivers Of(string directory, DateOnly today)
    {
        var path = Path.Combine(directory, FileName);
        return File.Exists(path) ? WaiverReader.ReadFile(path, FileName, today) : new Waivers([], today);
    }

    public bool IsExpired(Waiver waiver) => waiver.Expires < today;

    /// <summary>The first valid waiver that covers a resource, else the first expired one, else null.</summary>
    public Waiver? For(string rule, string stack, PlanResource resource)
    {
        var covering = All.Where(waiver => waiver.Covers(rule, stack, resource)).ToList();
        return covering.Find(waiver => !IsExpired(waiver)) ?? covering.FirstOrDefault();
    }
}
