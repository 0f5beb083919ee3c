namespace PmCrm.Testing;

/// <summary>Reads the two parts of a URN that tests use.</summary>
public static class Urns
{
    /// <summary>The resource's own type (without its parents') and its name.</summary>
    public static (string Type, string Name) Split(string urn)
    {
        var parts = urn.Split("::", 4);
        return (parts[2].Split('$')[^1], parts[3]);
    }
}
