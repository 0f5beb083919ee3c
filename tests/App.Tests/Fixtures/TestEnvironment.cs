using Names = PmCrm.Contract.AppVariables;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>The smallest environment that the backend starts with.</summary>
public static class TestEnvironment
{
    public const string JwtSecret = "planted-value-1-that-signs-tokens-in-tests";
    public const string EncryptionKey = "planted-value-2-that-encrypts-fields-in-tests";

    public static Dictionary<string, string?> Variables(string databaseUrl, string redisUrl) =>
        new()
        {
            [Names.DatabaseUrl] = databaseUrl,
            [Names.RedisUrl] = redisUrl,
            [Names.JwtSecret] = JwtSecret,
            [Names.EncryptionKey] = EncryptionKey,
            [Names.LogLevel] = "error",
        };
}
