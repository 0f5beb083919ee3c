using System.Net;
using System.Text.Json;
using OtpNet;
using PmCrm.App.Tests.Contacts;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>A person's authenticator application: it makes codes from the secret that it was given, at the time that a test says.</summary>
internal sealed class Authenticator(string secret)
{
    public const int Period = 30;

    private readonly Totp totp = new(Base32Encoding.ToBytes(secret));

    /// <summary>What it shows now.</summary>
    public string Code() => At(DateTimeOffset.UtcNow);

    /// <summary>What it shows after the code of now: the server takes it, since clocks may run ahead by a step.</summary>
    public string NextCode() => At(DateTimeOffset.UtcNow.AddSeconds(Period));

    public string At(DateTimeOffset time) => totp.ComputeTotp(time.UtcDateTime);

    /// <summary>Six digits that it shows at no time near now.</summary>
    public string WrongCode()
    {
        var near = Enumerable.Range(-3, 7).Select(step => At(DateTimeOffset.UtcNow.AddSeconds(step * Period))).ToHashSet();
        return Enumerable.Range(100_000, 10).Select(number => $"{number}").First(code => !near.Contains(code));
    }
}

internal static class AuthenticatorRequests
{
    /// <summary>Sets an application up and confirms it, as a signed-in person does.</summary>
    public static async Task<(Authenticator Authenticator, IReadOnlyList<string> RecoveryCodes)> TurnSecondFactorOn(this HttpClient client)
    {
        var begun = await (await client.PostJson("/v1/me/second-factor", "").Expect(HttpStatusCode.OK)).ReadJson();
        var authenticator = new Authenticator(begun.Text("secret"));
        // The code of the step before: those of now and next are left to sign in with.
        var code = authenticator.At(DateTimeOffset.UtcNow.AddSeconds(-Authenticator.Period));
        var confirmed = await client.PostJson("/v1/me/second-factor/confirm", $$"""{"code":"{{code}}"}""").Expect(HttpStatusCode.OK);
        return (authenticator, (await confirmed.ReadJson()).Texts("codes"));
    }
}
