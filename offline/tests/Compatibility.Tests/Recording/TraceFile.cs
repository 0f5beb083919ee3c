namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>The committed traces. They are written only on request, and only by a build with the official SDK.</summary>
internal static class TraceFile
{
    /// <summary>If set to 1, the tests write the traces instead of comparing with them: see <c>make record-traces</c>.</summary>
    public const string RecordVariable = "RECORD_TRACES";

    private static readonly bool Recording = Environment.GetEnvironmentVariable(RecordVariable) == "1";

    /// <summary>Compares a run with its recorded trace.</summary>
    /// <param name="name">The file below the trace folder, without its ending.</param>
    /// <param name="actual">What the program sent just now.</param>
    public static void Check(string name, Trace actual)
    {
        var path = PathOf(name);
        if (Recording)
        {
            Record(path, actual);
            return;
        }
        var recorded = Read(name);
        if (SampleRun.IsOfTypes(name[(name.LastIndexOf('/') + 1)..]))
            (recorded, actual) = InBoth(name, recorded, actual);
        var difference = recorded.DifferenceTo(actual);
        Assert.True(
            difference.Length == 0,
            $"""
            '{name}' under the {BuildFacts.PulumiSdk} SDK differs from what the official SDK sent (- recorded, + now):
            {difference}
            """
        );
    }

    /// <summary>
    /// A type that was added without the official packages has no recorded trace yet and cannot be compared. If the official packages are
    /// available, it must have one.
    /// </summary>
    private static (Trace Recorded, Trace Actual) InBoth(string name, Trace recorded, Trace actual)
    {
        var known = recorded.Lines.Select(RecordedTraces.TypeIn).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var sent = actual.Lines.Select(RecordedTraces.TypeIn).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var added = sent.Except(known).Order(StringComparer.Ordinal).ToArray();
        if (BuildFacts.PulumiSdk == "official")
            Assert.True(added.Length == 0, $"'{name}' has no trace of {string.Join(", ", added)}: run `make record-traces`");
        else if (added.Length > 0)
            TestContext.Current.AddWarning(
                $"not compared with the official SDK yet: {string.Join(", ", added)} (`make record-traces` where it is)"
            );
        known.IntersectWith(sent);
        return (recorded.OfTypes(known), actual.OfTypes(known));
    }

    public static Trace Read(string name)
    {
        var path = PathOf(name);
        Assert.True(File.Exists(path), $"no trace '{name}' is recorded: run `make record-traces` with the official SDK");
        return Trace.Parse(File.ReadAllText(path));
    }

    private static string PathOf(string name) => Path.Combine(BuildFacts.TraceFolder, name + ".trace");

    private static void Record(string path, Trace actual)
    {
        Assert.True(
            BuildFacts.PulumiSdk == "official",
            $"traces are recorded with the official SDK only; this build is '{BuildFacts.PulumiSdk}'"
        );
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, actual.ToString());
    }
}
