using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace PmCrm.App.Data;

/// <summary>One migration of the schema, up and down. The files are embedded, so the binary contains the schema that it needs.</summary>
/// <param name="Version">The file's name without its extension, e.g. 20261103_add_contacts; versions are ordered as text.</param>
/// <param name="Checksum">SHA-256 of both files, in hex: a migration that was applied anywhere must not change.</param>
public sealed record Migration(string Version, string Up, string Down, string Checksum)
{
    private const string Folder = "migrations/";
    private const string UpEnding = ".up.sql";
    private const string DownEnding = ".down.sql";

    /// <summary>
    /// Migrations whose way back was corrected after they had run somewhere, with the checksums of before. What they did is the same, and
    /// whoever goes back goes the corrected way.
    /// </summary>
    private static readonly Dictionary<string, string> Corrected = new(StringComparer.Ordinal)
    {
        ["20261206_share_interactions"] = "890466720f919954f6391f6e4c269dbf6d78ff0acaa09f6a2fbbe39b39e9c554",
    };

    /// <summary>All migrations of this build, oldest first.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>The minimum schema version for this build's code.</summary>
    public static string Newest => All[^1].Version;

    /// <summary>Whether what ran under this checksum is this migration.</summary>
    public bool IsRecordedAs(string checksum) => checksum == Checksum || Corrected.GetValueOrDefault(Version) == checksum;

    public static Migration Create(string version, string up, string down) =>
        new(version, up, down, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(up + "\0" + down))));

    private static List<Migration> Load()
    {
        var assembly = typeof(Migration).Assembly;
        var migrations = new List<Migration>();
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(Folder, StringComparison.Ordinal) || !name.EndsWith(UpEnding, StringComparison.Ordinal))
                continue;
            var version = name[Folder.Length..^UpEnding.Length];
            migrations.Add(Create(version, Read(assembly, name), Read(assembly, Folder + version + DownEnding)));
        }
        return migrations;
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException(
                $"The migration file {name} is missing: every migration has an .up.sql and a .down.sql."
            );
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
