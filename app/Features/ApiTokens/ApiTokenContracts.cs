using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.ApiTokens;

/// <summary>A token for a script of the account's owner.</summary>
/// <param name="Name">What it is for, in its owner's words.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="LastUsedAt">To the minute; null where it was never used.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record ApiTokenView(
    Guid Id,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>The account's living API tokens.</summary>
/// <param name="Items">The newest first.</param>
public sealed record ApiTokenList(IReadOnlyList<ApiTokenView> Items);

/// <summary>A new API token.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public sealed record CreateApiTokenRequest
{
    /// <summary>What it is for.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>
    /// What it may do: contacts:read, contacts:write (contacts with what belongs to them, tags, import, search), reminders:read,
    /// reminders:write, export (everything of the account as a file).
    /// </summary>
    [Required, MinLength(1), MaxLength(5)]
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>After how many days it stops working, at most a year.</summary>
    [Range(1, 366)]
    public required int ExpiresInDays { get; init; }
}

/// <summary>A token that was just made.</summary>
/// <param name="Token">The token itself: told only now. Send it as <c>Authorization: Bearer</c>.</param>
/// <param name="Details">What the list tells of it.</param>
public sealed record CreatedApiToken(string Token, ApiTokenView Details);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiTokenList))]
[JsonSerializable(typeof(ApiTokenView))]
[JsonSerializable(typeof(CreateApiTokenRequest))]
[JsonSerializable(typeof(CreatedApiToken))]
internal sealed partial class ApiTokenJson : JsonSerializerContext;
