using Microsoft.Net.Http.Headers;
using PmCrm.App.Data;

namespace PmCrm.App.Http;

/// <summary>Metadata of an endpoint that reads the charset of its body itself, since it accepts more of them.</summary>
public sealed class ReadsCharsets;

/// <summary>
/// Refuses, for every endpoint of the API, path or query parameters that cannot be stored or parsed (400), and bodies in an unsupported
/// charset (415). Texts in JSON are checked by <see cref="UnstorableJson"/>.
/// </summary>
public sealed class RequestText(RequestDelegate next)
{
    // JSON between systems is UTF-8 (RFC 8259, 8.1), which includes ASCII. Spreadsheets write "Unicode text" as UTF-16.
    private static readonly string[] Charsets = ["utf-8", "utf8", "us-ascii", "ascii"];
    private static readonly string[] FileCharsets = [.. Charsets, "utf-16", "utf-16le", "utf-16be"];

    public async Task Invoke(HttpContext context)
    {
        if (Refusal(context) is { } problem)
            await problem.ExecuteAsync(context);
        else
            await next(context);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult? Refusal(HttpContext context)
    {
        foreach (var (name, value) in context.Request.RouteValues)
            if (value is string text && UnstorableText.Is(text))
                return Problems.Invalid(name, UnstorableText.Rule);
        foreach (var (name, values) in context.Request.Query)
        {
            // The name of an unknown parameter comes from the client too.
            if (UnstorableText.Is(name))
                return Problems.Invalid("query", UnstorableText.Rule);
            foreach (var value in values)
                if (value is not null && UnstorableText.Is(value))
                    return Problems.Invalid(name, UnstorableText.Rule);
        }
        if (QueryParameters.Refusal(context) is { } unreadable)
            return unreadable;
        return UnknownCharset(context) ? Problems.Of(415, "unsupported-media-type", "The body must be in UTF-8.") : null;
    }

    /// <summary>A charset's name is not case-sensitive and may be quoted (RFC 9110, 8.3.1 and 8.3.2).</summary>
    private static bool UnknownCharset(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentType is not { Length: > 0 } header)
            return false;
        if (!MediaTypeHeaderValue.TryParse(header, out var type))
            return true;
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        if (charset.Length == 0)
            return type.Parameters.Any(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase));
        if (context.GetEndpoint()?.Metadata.GetMetadata<ReadsCharsets>() is not null)
            return false;
        var isJson = type.SubType.EndsWith("json", StringComparison.OrdinalIgnoreCase);
        if (!(isJson ? Charsets : FileCharsets).Any(name => charset.Equals(name, StringComparison.OrdinalIgnoreCase)))
            return true;
        // The framework does not recognize a quoted charset. It was checked here and is UTF-8, so it is removed.
        if (isJson)
            request.ContentType = type.MediaType.ToString();
        return false;
    }
}
