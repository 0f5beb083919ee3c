using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.Auth;
using PmCrm.App.OutsideServices;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Auth;

#pragma warning disable CA5350 // The set is of SHA-1 hashes.

/// <summary>The set of breached passwords on loopback, which answers as the range search of Pwned Passwords is documented.</summary>
public sealed class BreachedPasswordTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>Hard to guess, so that only the breach check can refuse it.</summary>
    private const string Password = "vexing-quartz-hovercraft-lantern";

    private static int addresses;

    private static string Hash => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(Password)));

    [Fact]
    public async Task A_breached_password_is_refused_and_the_service_gets_only_five_digits_of_its_hash()
    {
        await using var service = await OutsideServer.Start();
        service.Answer = _ => Rows($"{Hash[5..]}:3474");
        await using var backend = Backend(service);

        var problem = await Register(backend).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal(PasswordPolicy.Rule, problem.GetProperty("errors").GetProperty("password")[0].GetString());
        var request = Assert.Single(service.Requests);
        Assert.Equal(("GET", "api.pwnedpasswords.com", $"/range/{Hash[..5]}"), (request.Method, request.Host, request.Path));
        Assert.Equal("true", request.Headers["Add-Padding"]);
        var sent = $"{request.Path} {string.Join(' ', request.Headers.Values)} {request.Text}";
        Assert.DoesNotContain(Hash[..6], sent, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Password, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_padding_row_and_the_row_of_another_hash_refuse_nothing()
    {
        await using var service = await OutsideServer.Start();
        service.Answer = _ => Rows($"{Hash[5..]}:0");
        await using var backend = Backend(service);

        await Register(backend).Expect(HttpStatusCode.Accepted);
        service.Answer = _ => Rows($"{Hash[5..^1]}{(Hash[^1] == '0' ? '1' : '0')}:3474");
        await Register(backend).Expect(HttpStatusCode.Accepted);

        Assert.Equal(2, service.Requests.Count);
    }

    public static TheoryData<string> Failures => ["500", "429", "404", "garbage", "empty", "never", "breaks off", "too large"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failing_service_does_not_block_registrations(string how)
    {
        await using var service = await OutsideServer.Start();
        service.Answer = _ =>
            how switch
            {
                "garbage" => OutsideServerAnswer.Garbage(),
                "empty" => new OutsideServerAnswer(200, []),
                "never" => OutsideServerAnswer.Never,
                "breaks off" => Rows($"{Hash[5..]}:3474") with { BreaksOff = true },
                "too large" => new OutsideServerAnswer(200, new byte[1024 * 1024]),
                _ => new OutsideServerAnswer(int.Parse(how, System.Globalization.CultureInfo.InvariantCulture), []),
            };
        await using var backend = Backend(service);

        await Register(backend).Expect(HttpStatusCode.Accepted);

        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_not_called_for_a_while()
    {
        await using var service = await OutsideServer.Start();
        service.Answer = _ => new OutsideServerAnswer(500, []);
        await using var backend = Backend(service);
        for (var i = 0; i < 8; i++)
            await Register(backend).Expect(HttpStatusCode.Accepted);

        Assert.InRange(service.Requests.Count, 5, 7);
        Assert.Equal("open", backend.Services.GetRequiredKeyedService<OutsideService>(BreachedPasswords.ServiceName).Status.Circuit);
    }

    [Fact]
    public async Task No_request_is_sent_for_a_password_that_is_easy_to_guess_or_if_the_check_is_off()
    {
        await using var service = await OutsideServer.Start();
        service.Answer = _ => Rows($"{Hash[5..]}:3474");
        await using var backend = Backend(service);
        await Register(backend, "passwordpassword").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        await using var off = app.With([], service.LeadHere);
        await Register(off).Expect(HttpStatusCode.Accepted);

        Assert.Empty(service.Requests);
    }

    /// <summary>As many rows as a padded response has, with the given one in the middle.</summary>
    private static OutsideServerAnswer Rows(string row)
    {
        var padding = Enumerable.Range(0, 900).Select(i => $"{Convert.ToHexString(SHA1.HashData([(byte)i, (byte)(i >> 8)]))[5..]}:{i % 3}");
        return new OutsideServerAnswer(
            200,
            Encoding.ASCII.GetBytes(string.Join("\r\n", padding.Take(450).Append(row).Concat(padding.Skip(450)))),
            ("Content-Type", "text/plain")
        );
    }

    private WebApplicationFactory<Program> Backend(OutsideServer service) =>
        app.With(new() { [AppVariables.BreachedPasswords] = "true" }, service.LeadHere);

    private static async Task<HttpResponseMessage> Register(WebApplicationFactory<Program> backend, string password = Password)
    {
        using var client = backend.CreateClient();
        return await client.PostJson(
            "/v1/auth/register",
            $$"""{"email":"breached{{Interlocked.Increment(ref addresses)}}@example.org","password":"{{password}}","displayName":"Somebody"}"""
        );
    }
}
