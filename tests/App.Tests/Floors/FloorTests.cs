using ArchUnitNET.Loader;

namespace PmCrm.App.Tests.Floors;

/// <summary>
/// The rooms of <c>app/</c> stand on floors: a room knows those below it, and no circle is among rooms or among features. A feature
/// registers
/// with the mechanisms (jobs, key rotation, the OpenAPI document); a mechanism names no feature.
/// </summary>
public sealed class FloorTests
{
    private const string Root = "PmCrm.App.";

    /// <summary>From the lowest layer to the highest; folders in the same layer do not use each other.</summary>
    private static readonly string[][] Floors =
    [
        ["Configuration", "Load"],
        ["Caching", "Data"],
        ["Operations"],
        ["Logging", "OutsideServices", "Security"],
        ["Http"],
        ["Health", "Jobs", "OpenApi"],
        ["Features"],
        ["Verification"],
        ["Commands"],
    ];

    /// <summary>Every reference from one type of this assembly to another, in the compiled code.</summary>
    private static readonly List<(string From, string To)> Uses =
    [
        .. from type in new ArchLoader().LoadAssemblies(typeof(Commands.CommandLine).Assembly).Build().Types
        from dependency in type.Dependencies
        let use = (From: type.FullName, To: dependency.Target.FullName)
        where use.From.StartsWith(Root, StringComparison.Ordinal) && use.To.StartsWith(Root, StringComparison.Ordinal)
        select use,
    ];

    [Fact]
    public void A_room_knows_only_the_floors_below_it()
    {
        var floors = Floors.SelectMany((rooms, floor) => rooms.Select(room => (room, floor))).ToDictionary();
        Assert.True(Uses.Count > 1000, "Hardly a use was found: the test shows nothing.");
        var rooms = Uses.SelectMany(use => new[] { Room(use.From), Room(use.To) }).Distinct().Where(room => room.Length > 0).ToList();
        Assert.Equal([], rooms.Where(room => !floors.ContainsKey(room)));

        var wrong = Uses.Where(use =>
            Room(use.From) is { Length: > 0 } from && Room(use.To) is { Length: > 0 } to && from != to && floors[from] <= floors[to]
        );

        Assert.Equal([], wrong.Select(use => $"{use.From} uses {use.To}").Distinct().Order());
    }

    [Fact]
    public void No_feature_needs_another_that_needs_it()
    {
        var graph = Uses.Select(use => (From: Feature(use.From), To: Feature(use.To)))
            .Where(edge => edge.From is not null && edge.To is not null && edge.From != edge.To)
            .Distinct()
            .ToLookup(edge => edge.From!, edge => edge.To!);
        Assert.True(graph.Count > 5, "Hardly a feature was found: the test shows nothing.");

        Assert.Equal([], graph.Select(from => from.Key).Select(feature => Circle(graph, [feature])).OfType<string>());
    }

    /// <returns>A path back to the first type, or null.</returns>
    private static string? Circle(ILookup<string, string> graph, List<string> path, HashSet<string>? seen = null)
    {
        seen ??= [];
        foreach (var next in graph[path[^1]])
        {
            if (next == path[0])
                return string.Join(" → ", [.. path, next]);
            if (seen.Add(next) && Circle(graph, [.. path, next], seen) is { } circle)
                return circle;
        }
        return null;
    }

    // "PmCrm.App.Http.Cursor" is in Http; "PmCrm.App.Program" is in no folder.
    private static string Room(string type) => type.Split('.') is [_, _, var room, _, ..] ? room : "";

    private static string? Feature(string type) => type.Split('.') is [_, _, "Features", var feature, _, ..] ? feature : null;
}
