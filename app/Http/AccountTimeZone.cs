using PmCrm.App.Data;

namespace PmCrm.App.Http;

/// <summary>The time zone of an account, by whose clocks its days begin.</summary>
public static class AccountTimeZone
{
    /// <param name="session">
    /// The caller's transaction where it has one: a second connection could wait forever behind others that do the same.
    /// </param>
    /// <returns>Its IANA name; UTC where there is no such account.</returns>
    public static async Task<string> Name(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        await session.FirstOrDefault($"select time_zone from users where id = {owner}", row => row.GetString(0), cancellationToken)
        ?? "UTC";

    /// <inheritdoc cref="Name"/>
    /// <returns>UTC where there is no such account, or its zone is not known any more.</returns>
    public static async Task<TimeZoneInfo> Find(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        TimeZones.FindOrUtc(await Name(session, owner, cancellationToken));
}
