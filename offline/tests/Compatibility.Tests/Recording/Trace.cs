using System.Globalization;
using System.Text;
using PmCrm.Preview.Engine;

namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>
/// All requests of a program in one run, in an order that does not depend on the run: a program registers in parallel, so the order of
/// arrival has no meaning. Equal requests are kept as often as they came, except questions for a feature, which the SDK may ask twice in
/// parallel. For a program that fails, only registrations, reads and log messages count: whether other requests are still sent before it
/// exits is a race.
/// </summary>
internal sealed record Trace(int? ExitCode, IReadOnlyList<string> Lines)
{
    private const string Heading = "exit code ";

    private const int FailureReported = 32;

    private static readonly HashSet<string> CertainInFailure = ["RegisterResource", "ReadResource", "Log"];

    public static Trace Of(int? exitCode, IEnumerable<RecordedRequest> requests)
    {
        var lines = requests
            .Where(request => exitCode != FailureReported || CertainInFailure.Contains(request.Method))
            .Select(request => (request.Method, Line: CanonicalRequest.Line(request.Method, request.Message)))
            .Where(request => request.Line is not null)
            .ToLookup(request => request.Method == "SupportsFeature", request => request.Line!);
        return new Trace(exitCode, [.. lines[false].Concat(lines[true].Distinct()).Order(StringComparer.Ordinal)]);
    }

    public static Trace Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Trace(int.Parse(lines[0][Heading.Length..], CultureInfo.InvariantCulture), lines[1..]);
    }

    /// <summary>
    /// The same trace with each secret replaced by a digest: equal secrets stay equal and different ones different. Secrets of a stack's
    /// plan are placeholders of the engine, so the digest reveals nothing either.
    /// </summary>
    public Trace WithoutSecrets() => new(ExitCode, [.. Lines.Select(SecretDigest.Apply)]);

    /// <summary>The same trace with the registrations of these types only.</summary>
    public Trace OfTypes(IReadOnlySet<string> types) =>
        this with
        {
            Lines = [.. Lines.Where(line => RecordedTraces.TypeIn(line) is not { } type || types.Contains(type))],
        };

    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Heading}{ExitCode}\n");
        foreach (var line in Lines)
            text.Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>The differences, one request per line: a minus for this trace's, a plus for the other's; empty if there are none.</summary>
    public string DifferenceTo(Trace other)
    {
        var surplus = other.Lines.ToList();
        var missing = Lines.Where(line => !surplus.Remove(line)).ToList();
        var text = new StringBuilder();
        if (ExitCode != other.ExitCode)
            text.Append(CultureInfo.InvariantCulture, $"- {Heading}{ExitCode}\n+ {Heading}{other.ExitCode}\n");
        foreach (
            var line in missing
                .Select(line => "- " + line)
                .Concat(surplus.Select(line => "+ " + line))
                .OrderBy(line => line[2..], StringComparer.Ordinal)
        )
            text.Append(line).Append('\n');
        return text.ToString();
    }
}
