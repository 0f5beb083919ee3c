using System.Text.Json;

namespace PmCrm.Components.Frontend;

/// <summary>
/// The frontend's <c>vercel.json</c>, written from the settings of the stack: regions, where the backend is, and the response headers
/// that every page carries. https://vercel.com/docs/project-configuration
/// </summary>
public static class VercelConfig
{
    /// <summary>Version of the format.</summary>
    public const int FormatVersion = 2;

    /// <summary>
    /// What every response carries: browsers take its type as stated, no other site may frame it, and it is fetched by HTTPS for a year.
    /// </summary>
    public static readonly IReadOnlyList<VercelHeader> SecurityHeaders =
    [
        new("X-Content-Type-Options", "nosniff"),
        new("X-Frame-Options", "DENY"),
        new("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ];

    private const string EveryPath = "/(.*)";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's text, with a final line break; the same settings give the same bytes.</summary>
    /// <param name="apiUrl">Where the backend is reached, for example <c>https://api.pmcrm.io</c>.</param>
    /// <param name="regions">Where functions run; null takes <see cref="FrontendDefaults.Regions"/>.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists all that are.</exception>
    public static string Write(Uri apiUrl, IReadOnlyList<string>? regions = null)
    {
        var document = new Document(
            FormatVersion,
            regions ?? FrontendDefaults.Regions,
            new Dictionary<string, string> { [FrontendDefaults.ApiUrlVariable] = apiUrl.OriginalString },
            new Build(new Dictionary<string, string> { ["NODE_ENV"] = "production" }),
            [new HeaderRule(EveryPath, SecurityHeaders)]);
        var problems = FrontendDefaults.ProblemsWith(document.Regions).Concat(ProblemsWith(apiUrl)).ToList();
        if (problems is not []) throw new ArgumentException(string.Join(Environment.NewLine, problems));
        return JsonSerializer.Serialize(document, Format) + "\n";
    }

    private static IEnumerable<string> ProblemsWith(Uri apiUrl)
    {
        if (!apiUrl.IsAbsoluteUri || apiUrl.Scheme != Uri.UriSchemeHttps || apiUrl.PathAndQuery != "/" || apiUrl.OriginalString.EndsWith('/'))
            yield return $"apiUrl: '{apiUrl.OriginalString}' is not where a backend is reached; accepted: https://HOST, without a path.";
    }

    private sealed record Document(
        int Version, IReadOnlyList<string> Regions, IReadOnlyDictionary<string, string> Env, Build Build, IReadOnlyList<HeaderRule> Headers);

    private sealed record Build(IReadOnlyDictionary<string, string> Env);

    private sealed record HeaderRule(string Source, IReadOnlyList<VercelHeader> Headers);
}

/// <summary>A response header.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record VercelHeader(string Key, string Value);
