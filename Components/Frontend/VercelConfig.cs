using System.Text.Json;
using System.Text.Json.Nodes;

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
    /// Headers of every response: browsers do not guess its type, no other site may frame it, and HTTPS is required for a year.
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
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's text, with a final line break; the same settings give the same bytes.</summary>
    /// <param name="apiUrl">Where the backend is reached, for example <c>https://api.pmcrm.io</c>.</param>
    /// <param name="regions">Where functions run; null takes <see cref="FrontendDefaults.Regions"/>.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists all that are.</exception>
    public static string Write(Uri apiUrl, IReadOnlyList<string>? regions = null)
    {
        regions ??= FrontendDefaults.Regions;
        var problems = FrontendDefaults.ProblemsWith(regions).Concat(ProblemsWith(apiUrl)).ToList();
        if (problems is not [])
            throw new ArgumentException(string.Join(Environment.NewLine, problems));
        var document = new JsonObject
        {
            ["version"] = FormatVersion,
            ["regions"] = ArrayOf(regions, region => region),
            ["env"] = new JsonObject { [FrontendDefaults.ApiUrlVariable] = apiUrl.OriginalString },
            ["build"] = new JsonObject { ["env"] = new JsonObject { ["NODE_ENV"] = "production" } },
            ["headers"] = new JsonArray(
                new JsonObject
                {
                    ["source"] = EveryPath,
                    ["headers"] = ArrayOf(SecurityHeaders, header => new JsonObject { ["key"] = header.Key, ["value"] = header.Value }),
                }
            ),
        };
        return document.ToJsonString(Format) + "\n";
    }

    private static JsonArray ArrayOf<T>(IEnumerable<T> items, Func<T, JsonNode> toJson) => new([.. items.Select(toJson)]);

    private static IEnumerable<string> ProblemsWith(Uri apiUrl)
    {
        if (
            !apiUrl.IsAbsoluteUri
            || apiUrl.Scheme != Uri.UriSchemeHttps
            || apiUrl.PathAndQuery != "/"
            || apiUrl.OriginalString.EndsWith('/')
        )
            yield return $"apiUrl: '{apiUrl.OriginalString}' is not the address of a backend; accepted: https://HOST, without a path.";
    }
}

/// <summary>A response header.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record VercelHeader(string Key, string Value);
