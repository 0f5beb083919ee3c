using System.Net;
using System.Text.Json;
using OtpNet;
using PmCrm.App.Tests.Contacts;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>A person's authenticator application: computes codes from its secret, at the time that a test sets.</summary>
internal sealed class Authenticator(string secret)
{
    public const int Period = 30;

    private readonly Totp totp = new(Base32Encoding.ToBytes(secret));

    /// <summary>The current code.</summary>
    public string Code() => At(DateTimeOffset.UtcNow);

    /// <summary>The code of the next time step: the server accepts it, since a clock may be ahead by one step.</summary>
    public string NextCode() => At(DateTimeOffset.UtcNow.AddSeconds(Period));

    public string At(DateTimeOffset time) => totp.ComputeTotp(time.UtcDateTime);

    /// <summary>Six digits that are not a code of any time near now.</summary>
    public string WrongCode()
    {
        var near = Enumerable.Range(-3, 7).Select(step => At(DateTimeOffset.UtcNow.AddSeconds(step * Period))).ToHashSet();
        return Enumerable.Range(100_000, 10).Select(number => $"{number}").First(code => !near.Contains(code));
    }
}

internal static class AuthenticatorRequests
{
    /// <summary>Sets up an application and confirms it, as a signed-in person does.</summary>
    public static async Task<(Authenticator Authenticator, IReadOnlyList<string> RecoveryCodes)> TurnSecondFactorOn(this HttpClient client)
    {
        var begun = await (await client.PostJson("/v1/me/second-factor", "").Expect(HttpStatusCode.OK)).ReadJson();
        var authenticator = new Authenticator(begun.Text("secret"));
        // The code of the previous time step: the current and the next code remain usable for signing in. If a step ends in between, the
        // code is too old, and the next one is right.
        var confirmed = await Confirm(client, authenticator);
        if (confirmed.StatusCode == HttpStatusCode.Forbidden)
            confirmed = await Confirm(client, authenticator);
        await confirmed.Expect(HttpStatusCode.OK);
        return (authenticator, (await confirmed.ReadJson()).Texts("codes"));
    }

    private static Task<HttpResponseMessage> Confirm(HttpClient client, Authenticator authenticator)
    {
        var code = authenticator.At(DateTimeOffset.UtcNow.AddSeconds(-Authenticator.Period));
        return client.PostJson("/v1/me/second-factor/confirm", $$"""{"code":"{{code}}"}""");
    }
}
