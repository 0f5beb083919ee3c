using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.ApiTokens;

/// <summary>A token for the account owner's scripts.</summary>
/// <param name="Name">A name that its owner chose.</param>
/// <param name="Scopes">What the token may do.</param>
/// <param name="LastUsedAt">To the minute; null if it was never used.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record ApiTokenView(
    Guid Id,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>The account's active API tokens.</summary>
/// <param name="Items">Newest first.</param>
public sealed record ApiTokenList(IReadOnlyList<ApiTokenView> Items);

/// <summary>A new API token.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public sealed record CreateApiTokenRequest
{
    /// <summary>What the token is for.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>
    /// What the token may do: contacts:read, contacts:write (contacts and their details, tags, import, search), reminders:read,
    /// reminders:write, export (all data of the account as a file).
    /// </summary>
    [Required, MinLength(1), MaxLength(5)]
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Number of days after which it expires, at most 366.</summary>
    [Range(1, 366)]
    public required int ExpiresInDays { get; init; }
}

/// <summary>A new API token.</summary>
/// <param name="Token">The token itself, shown only now. Send it as <c>Authorization: Bearer</c>.</param>
/// <param name="Details">The token as the list shows it.</param>
public sealed record CreatedApiToken(string Token, ApiTokenView Details);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiTokenList))]
[JsonSerializable(typeof(ApiTokenView))]
[JsonSerializable(typeof(CreateApiTokenRequest))]
[JsonSerializable(typeof(CreatedApiToken))]
internal sealed partial class ApiTokenJson : JsonSerializerContext;
