namespace PmCrm.Preview.Render;

/// <summary>Terminal colours, or none.</summary>
internal sealed class Paint(bool enabled)
{
    public static readonly Paint Plain = new(false);

    /// <summary>Colours when standard output is a terminal and NO_COLOR is not set.</summary>
    public static Paint ForStandardOutput() =>
        new(!Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    public string Bold(string text) => Wrap("1", text);

    public string Dim(string text) => Wrap("2", text);

    public string Name(string text) => Wrap("36", text);

    public string Added(string text) => Wrap("32", text);

    public string Removed(string text) => Wrap("31", text);

    public string Changed(string text) => Wrap("33", text);

    public string Warning(string text) => Wrap("33", text);

    private string Wrap(string code, string text) => enabled && text.Length > 0 ? $"\x1b[{code}m{text}\x1b[0m" : text;
}
