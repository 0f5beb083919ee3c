using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// The groups of a vCard file: cards of KIND:group (RFC 6350, 6.1.4) or X-ADDRESSBOOKSERVER-KIND:group (Apple) with the UIDs of their
/// members. A group may come before or after its members, so the groups are read first.
/// </summary>
internal sealed class VCardGroups
{
    private readonly List<(string Member, string Tag)> members = [];

    /// <summary>The names of groups by the UID of a member, without <c>urn:uuid:</c>.</summary>
    public ILookup<string, string> TagsOf { get; private set; } = Enumerable.Empty<string>().ToLookup(member => member);

    /// <summary>Names of groups without members, and of groups beyond <see cref="ImportLimits.Groups"/>.</summary>
    public List<string> Empty { get; } = [];

    private readonly WesternText western = new();

    /// <summary>
    /// Whether the properties that name no CHARSET look like Western European text; judged on the way, if the file was read as
    /// windows-1252.
    /// </summary>
    public bool IsLikelyWestern() => western.IsLikely();

    public static async Task<VCardGroups> Read(Stream file, Encoding encoding, CancellationToken cancellationToken)
    {
        var groups = new VCardGroups();
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var (isGroup, name, count, of) = (false, "", 0, new List<string>());
        await foreach (var (number, text, _) in VCardUnfolder.Unfold(new BoundedLines(reader), cancellationToken))
        {
            if (encoding == FileText.Windows1252 && !text.Contains("CHARSET=", StringComparison.OrdinalIgnoreCase))
            {
                groups.western.Add(text);
                groups.western.Add("\n");
            }
            if (!IsWanted(text) || VCardLine.Parse(number, text) is not { } line)
                continue;
            switch (line.Name)
            {
                case "BEGIN":
                    (isGroup, name) = (false, "");
                    of.Clear();
                    break;
                case "KIND" or "X-ADDRESSBOOKSERVER-KIND":
                    isGroup |= line.Value.Trim().Equals("group", StringComparison.OrdinalIgnoreCase);
                    break;
                case "FN":
                    name = line.Text().Trim();
                    break;
                case "MEMBER" or "X-ADDRESSBOOKSERVER-MEMBER" when of.Count < ImportLimits.GroupMembers:
                    of.Add(VCardValues.Without(line.Text(), "urn:uuid:"));
                    break;
                case "END" when isGroup && name.Length > 0:
                    groups.Add(name, of, ++count);
                    break;
            }
        }
        groups.TagsOf = groups.members.ToLookup(member => member.Member, member => member.Tag, StringComparer.Ordinal);
        return groups;
    }

    private void Add(string name, List<string> of, int count)
    {
        if (of.Count == 0 || count > ImportLimits.Groups || members.Count + of.Count > ImportLimits.GroupMembers)
        {
            if (Empty.Count < ImportLimits.IgnoredNames)
                Empty.Add(FileText.Cut(name, ImportLimits.IgnoredNameLength));
        }
        else
            members.AddRange(of.Select(member => (member, name)));
    }

    // Most lines of a file are none of these properties: they are skipped without parsing.
    private static bool IsWanted(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 64));
        var end = head.IndexOfAny(';', ':');
        if (end < 1)
            return false;
        var name = head[..end];
        name = name[(name.LastIndexOf('.') + 1)..];
        return name is "KIND" or "FN" or "BEGIN" or "END" or "MEMBER"
            || name.StartsWith("X-ADDRESSBOOKSERVER-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("BEGIN", StringComparison.OrdinalIgnoreCase)
            || name.Equals("END", StringComparison.OrdinalIgnoreCase)
            || name.Equals("FN", StringComparison.OrdinalIgnoreCase)
            || name.Equals("KIND", StringComparison.OrdinalIgnoreCase);
    }
}
