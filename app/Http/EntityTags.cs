using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using PmCrm.App.Data;

namespace PmCrm.App.Http;

/// <summary>Strong ETags (RFC 9110, 8.8.3) from a row's version number.</summary>
public static class EntityTags
{
    public static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    public static void SetEntityTag(this HttpResponse response, long version) => response.Headers.ETag = Of(version);

    /// <summary>
    /// Whether the client already has this version (If-None-Match). A proxy that compresses answers makes a tag weak, which is sufficient
    /// here (RFC 9110, 13.1.2).
    /// </summary>
    public static bool HasCurrent(this HttpRequest request, long version) =>
        request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } tags
        && tags.Any(tag => tag == EntityTagHeaderValue.Any || Version(tag) == version);

    /// <summary>
    /// Reads If-Match for a write. Add <see cref="IfMatch.Predicate"/> to the statement's predicate: if no row was changed, the answer is
    /// 412, or 404 if the row does not exist.
    /// </summary>
    /// <param name="refused">428 if the header is absent, 412 if it cannot match anything.</param>
    public static bool TryReadIfMatch(this HttpRequest request, out IfMatch match, out ProblemHttpResult refused)
    {
        match = default;
        refused = Problems.PreconditionRequired;
        if (request.Headers.IfMatch.Count == 0)
            return false;

        refused = Problems.PreconditionFailed;
        var tags = request.GetTypedHeaders().IfMatch;
        if (tags is [var only] && only == EntityTagHeaderValue.Any)
            return true;
        // One matching tag is enough; a weak one never matches for a write (RFC 9110, 13.1.1).
        long[] versions = [.. tags.Where(tag => !tag.IsWeak).Select(Version).OfType<long>()];
        if (versions.Length == 0)
            return false;
        match = new IfMatch(versions);
        return true;
    }

    private static long? Version(EntityTagHeaderValue tag) =>
        long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}

/// <param name="Versions">The versions that may be overwritten; null for any.</param>
public readonly record struct IfMatch(IReadOnlyList<long>? Versions)
{
    public IfMatch(long version)
        : this([version]) { }

    /// <summary>The condition for a write's predicate: the row still has one of the versions.</summary>
    public Sql Predicate =>
        Versions switch
        {
            null => Sql.Of($"true"),
            [var version] => Sql.Of($"version = {version}"),
            _ => Sql.Of($"version = any({Versions.ToArray()})"),
        };

    public bool Allows(long version) => Versions?.Contains(version) ?? true;
}
