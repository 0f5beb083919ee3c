using System.Text.Json.Serialization;

namespace PmCrm.App.Verification;

/// <summary>The result of a check.</summary>
public enum CheckStatus
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>One line of a verification.</summary>
/// <param name="Detail">The findings: names of tables, columns and constraints, counts and times; never a value of a row.</param>
public sealed record Check(string Name, CheckStatus Status, string Detail)
{
    /// <summary>Maximum number of problems listed for one check; more are only counted.</summary>
    private const int MaxListed = 10;

    /// <summary>The check succeeds if there is no problem.</summary>
    public static Check Of(string name, IReadOnlyCollection<string> problems, string otherwise) =>
        problems.Count == 0
            ? new(name, CheckStatus.Ok, otherwise)
            : new(
                name,
                CheckStatus.Failed,
                string.Join("; ", problems.Take(MaxListed)) + (problems.Count > MaxListed ? $"; and {problems.Count - MaxListed} more" : "")
            );
}

/// <summary>The values of one encrypted column under one key.</summary>
/// <param name="Column">For example <c>contacts.phones_cipher</c>.</param>
/// <param name="Key">The key's id, which reveals nothing about the key.</param>
/// <param name="Count">Number of values encrypted with it.</param>
/// <param name="IsKnown">Whether this key was given.</param>
/// <param name="Sampled">Number of these values that were decrypted.</param>
/// <param name="Unreadable">Number of sampled values that could not be decrypted correctly.</param>
public sealed record EncryptedValues(string Column, string Key, long Count, bool IsKnown, int Sampled, int Unreadable);

/// <summary>A whole verification, as <c>--json</c> prints it.</summary>
/// <param name="Status">Failed if at least one check failed.</param>
/// <param name="Version">APP_VERSION of the build that verified.</param>
/// <param name="Schema">The newest migration of that build.</param>
/// <param name="IsReplica">Whether the server is a replica, or still recovering.</param>
/// <param name="At">The database's time of the verification.</param>
/// <param name="NewestWrite">Newest time of any row.</param>
/// <param name="Canary">When the worker last wrote its canary.</param>
/// <param name="Rows">Number of rows of each table.</param>
/// <param name="Values">The encrypted values, by column and key.</param>
public sealed record VerificationReport(
    CheckStatus Status,
    string Version,
    string Schema,
    bool IsReplica,
    DateTimeOffset At,
    DateTimeOffset? NewestWrite,
    DateTimeOffset? Canary,
    IReadOnlyList<Check> Checks,
    IReadOnlyDictionary<string, long> Rows,
    IReadOnlyList<EncryptedValues> Values
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(VerificationReport))]
public sealed partial class VerificationJson : JsonSerializerContext;
