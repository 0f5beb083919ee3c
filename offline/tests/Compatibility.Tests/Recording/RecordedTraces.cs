using System.Text.Json;

namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>The committed traces as data, to check what they cover.</summary>
internal static class RecordedTraces
{
    /// <summary>Their names, as <see cref="TraceFile"/> takes them.</summary>
    public static IEnumerable<string> Names() =>
        Directory
            .EnumerateFiles(BuildFacts.TraceFolder, "*.trace", SearchOption.AllDirectories)
            .Select(path => Path.ChangeExtension(Path.GetRelativePath(BuildFacts.TraceFolder, path), null).Replace('\\', '/'));

    public static IEnumerable<Trace> All() => Names().Select(TraceFile.Read);

    public static IEnumerable<Trace> OfSamples() =>
        Names().Where(name => name.StartsWith("samples/", StringComparison.Ordinal)).Select(TraceFile.Read);

    /// <summary>The types of the custom resources that a trace registers.</summary>
    public static IEnumerable<string> ResourceTypes(Trace trace) =>
        Requests(trace, "RegisterResource")
            .Where(request => request.TryGetProperty("custom", out var custom) && custom.GetBoolean())
            .Select(request => request.GetProperty("type").GetString()!);

    /// <summary>The type that a line of a trace registers, or null for another request.</summary>
    public static string? TypeIn(string line)
    {
        var request = Read(line);
        return request.GetProperty("call").GetString() == "RegisterResource" ? request.GetProperty("type").GetString() : null;
    }

    public static IEnumerable<JsonElement> Requests(Trace trace, string call) =>
        trace.Lines.Select(Read).Where(request => request.GetProperty("call").GetString() == call);

    private static JsonElement Read(string line) =>
        JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = CanonicalRequest.MaxDepth }).RootElement;
}
