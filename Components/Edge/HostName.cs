using System.Text.RegularExpressions;

namespace PmCrm.Components.Edge;

/// <summary>A host name as DNS accepts it.</summary>
internal static partial class HostName
{
    /// <summary>Returns the name when it is a full, lower-case host name.</summary>
    /// <exception cref="ArgumentException">It is not; the message says what is accepted.</exception>
    public static string Checked(string name) =>
        name.Length <= 253 && Accepted().IsMatch(name)
            ? name
            : throw new ArgumentException(
                $"'{name}' is not a host name; accepted: lower-case labels of letters, digits and dashes, joined by dots, such as api.example.org.",
                nameof(name)
            );

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\z")]
    private static partial Regex Accepted();
}
