using System.Text.RegularExpressions;

namespace PmCrm.Components.Identity;

/// <summary>The part of a Google service account's address before the @.</summary>
internal static partial class ServiceAccountId
{
    /// <summary>Returns the id when Google accepts it.</summary>
    /// <exception cref="ArgumentException">It does not; the message says what it accepts.</exception>
    public static string Checked(string id) =>
        Accepted().IsMatch(id)
            ? id
            : throw new ArgumentException(
                $"'{id}' is not a service account id; accepted: 6 to 30 lower-case letters, digits and dashes, from a letter to a letter or digit.",
                nameof(id)
            );

    [GeneratedRegex(@"^[a-z][a-z0-9-]{4,28}[a-z0-9]\z")]
    private static partial Regex Accepted();
}
