namespace PmCrm.Preview.Policy.Checks;

/// <summary>Tells from a name that its value is a secret, as Polaris does.</summary>
internal static class SecretNames
{
    private static readonly string[] Words = ["password", "token", "bearer", "secret", "api_key", "apikey", "private_key"];

    public static bool IsOne(string name) => Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
