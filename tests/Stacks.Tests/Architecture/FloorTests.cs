using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using PmCrm.Components.Common;
using PmCrm.Contract;
using PmCrm.Stacks.Crm;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace PmCrm.Stacks.Tests.Architecture;

/// <summary>
/// Dependencies go one way: infra → Stacks → Components → contract (docs/decisions, README). Nothing imports a higher layer.
/// </summary>
public sealed class FloorTests
{
    private static readonly ArchUnitNET.Domain.Architecture Platform = new ArchLoader()
        .LoadAssemblies(typeof(AppContract).Assembly, typeof(ResourceLabels).Assembly, typeof(CrmStack).Assembly)
        .Build();

    /// <summary>The layers, the lowest first.</summary>
    private static readonly string[] Floors =
    [
        "PmCrm.Contract",
        "PmCrm.Components",
        "PmCrm.Stacks.Settings",
        "PmCrm.Stacks.Edge",
        "PmCrm.Stacks.Crm",
    ];

    public static TheoryData<string, string> Higher =>
        new(
            from floor in Enumerable.Range(0, Floors.Length)
            from above in Enumerable.Range(floor + 1, Floors.Length - floor - 1)
            select (Floors[floor], Floors[above])
        );

    [Theory]
    [MemberData(nameof(Higher))]
    public void A_layer_imports_nothing_from_a_higher_layer(string floor, string above)
    {
        var rule = Types()
            .That()
            .ResideInNamespaceMatching($"^{floor}(\\.|$)")
            .Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching($"^{above}(\\.|$)"));
        var broken = rule.Evaluate(Platform).Where(result => !result.Passed).Select(result => result.Description).ToList();
        Assert.True(broken.Count == 0, string.Join("\n", broken));
    }

    /// <summary>Each folder can be used alone: `Common` is the only one that all others may use.</summary>
    [Fact]
    public void Folders_of_the_components_have_no_cycle()
    {
        var rooms = Platform.Types.Where(type => Room(type) is not null).ToList();
        var uses = rooms
            .SelectMany(type => type.Dependencies.Select(dependency => (From: Room(type)!, To: Room(dependency.Target))))
            .Where(edge => edge.To is not null && edge.To != edge.From)
            .Select(edge => (edge.From, To: edge.To!))
            .Distinct()
            .ToLookup(edge => edge.From, edge => edge.To);

        foreach (var room in uses.Select(edges => edges.Key))
            Assert.False(Reaches(uses, room, room, []), $"Components/{room} imports itself through: {string.Join(", ", uses[room])}");
    }

    /// <summary>The rules above would pass if no types were found.</summary>
    [Fact]
    public void Every_layer_has_types() =>
        Assert.All(Floors, floor =>
            Assert.Contains(Platform.Types, type => type.Namespace.FullName.StartsWith(floor, StringComparison.Ordinal))
        );

    private static bool Reaches(ILookup<string, string> uses, string from, string goal, HashSet<string> seen) =>
        uses[from].Any(to => to == goal || (seen.Add(to) && Reaches(uses, to, goal, seen)));

    private static string? Room(IType type)
    {
        // The type of a generic method's parameter has no namespace.
        var parts = type.Namespace?.FullName.Split('.');
        return parts is ["PmCrm", "Components", var room, ..] ? room : null;
    }
}
