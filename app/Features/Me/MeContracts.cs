using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Me;

/// <summary>The account of the request.</summary>
/// <param name="TimeZone">The IANA time zone of new reminders.</param>
/// <param name="EmailVerified">Whether the person has proved that the address is theirs.</param>
/// <param name="SignInWith">The identity providers that can sign in to this account.</param>
public sealed record Account(
    Guid Id,
    string Email,
    string DisplayName,
    string TimeZone,
    bool EmailVerified,
    bool HasPassword,
    IReadOnlyList<string> SignInWith,
    DateTimeOffset CreatedAt
);

/// <summary>The person's identity at an identity provider.</summary>
/// <param name="Subject">The provider's id of the person.</param>
public sealed record AccountIdentity(string Provider, string Subject, DateTimeOffset CreatedAt);

/// <summary>A session of the account, active or ended.</summary>
public sealed record AccountSession(
    Guid Id,
    string? UserAgent,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? EndedAt
);

/// <summary>An authenticator application of the account.</summary>
/// <param name="ConfirmedAt">Null while it is being set up.</param>
public sealed record AccountSecondFactor(DateTimeOffset CreatedAt, DateTimeOffset? ConfirmedAt);

/// <summary>A token for a script.</summary>
public sealed record AccountApiToken(
    Guid Id,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>A link that was mailed for the account.</summary>
/// <param name="Purpose">verify, claim (by another registration), reset (of the password), change or revert (of the address).</param>
/// <param name="Email">The address that it verifies or restores.</param>
public sealed record AccountMailToken(
    string Purpose,
    string Email,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? UsedAt
);

/// <summary>Members that are absent do not change.</summary>
/// <param name="DisplayName">The person's name as they want to see it.</param>
/// <param name="TimeZone">An IANA zone, e.g. Europe/Brussels.</param>
public sealed record AccountChange(
    [property: StringLength(100, MinimumLength = 1)] string? DisplayName = null,
    [property: StringLength(TimeZones.MaxLength, MinimumLength = 1)] string? TimeZone = null
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(AccountChange))]
[JsonSerializable(typeof(AccountIdentity))]
[JsonSerializable(typeof(AccountSession))]
[JsonSerializable(typeof(AccountSecondFactor))]
[JsonSerializable(typeof(AccountApiToken))]
[JsonSerializable(typeof(AccountMailToken))]
internal sealed partial class MeJson : JsonSerializerContext;
