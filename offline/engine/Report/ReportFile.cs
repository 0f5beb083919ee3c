namespace PmCrm.Preview.Report;

/// <summary>The files of this folder that are part of the program: style sheets, the script of the page.</summary>
internal static class ReportFile
{
    public static string Read(string name)
    {
        using var stream = typeof(ReportFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the file '{name}' is not part of this program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
