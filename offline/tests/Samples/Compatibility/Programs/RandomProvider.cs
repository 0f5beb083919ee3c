using Pulumi;
using Pulumi.Random;

namespace PmCrm.Samples.Programs;

/// <summary>The random provider: secret outputs, keepers, and values for others.</summary>
internal static class RandomProvider
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var password = new RandomPassword(
                "password",
                new RandomPasswordArgs
                {
                    Length = 40,
                    Special = false,
                    OverrideSpecial = "-_",
                    MinLower = 4,
                    Keepers = { ["rotation"] = "2026-01" },
                }
            );
            var id = new RandomId("id", new RandomIdArgs { ByteLength = 8, Prefix = "pmcrm-" });
            new RandomBytes("bytes", new RandomBytesArgs { Length = 32 });
            new RandomInteger(
                "integer",
                new RandomIntegerArgs
                {
                    Min = 1,
                    Max = 10,
                    Seed = id.Hex,
                }
            );
            new RandomPet("pet", new RandomPetArgs { Length = 2, Separator = "-" });
            new RandomString(
                "string",
                new RandomStringArgs
                {
                    Length = 6,
                    Upper = false,
                    Keepers = { ["id"] = id.Id },
                }
            );
            return new Dictionary<string, object?>
            {
                ["password"] = password.Result,
                ["hash"] = password.BcryptHash,
                ["id"] = id.Hex,
            };
        });
}
