using PmCrm.App.Data;

namespace PmCrm.App.Http;

/// <summary>The time zone of an account, which decides when its days start.</summary>
public static class AccountTimeZone
{
    /// <param name="session">
    /// The caller's transaction, if it has one: a second connection could wait forever for others that do the same.
    /// </param>
    /// <returns>Its IANA name; UTC if the account does not exist.</returns>
    public static async Task<string> Name(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        await session.FirstOrDefault($"select time_zone from users where id = {owner}", row => row.GetString(0), cancellationToken)
        ?? "UTC";

    /// <inheritdoc cref="Name"/>
    /// <returns>UTC if the account does not exist, or its zone is no longer known.</returns>
    public static async Task<TimeZoneInfo> Find(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        TimeZones.FindOrUtc(await Name(session, owner, cancellationToken));
}
