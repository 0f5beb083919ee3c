using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Configuration;
using PmCrm.App.Features.Storage;
using PmCrm.App.Operations;
using PmCrm.App.OutsideServices;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Storage;

/// <summary>A storage that is slow, breaks the connection or gives responses that the S3 API does not have.</summary>
public sealed class StorageContractTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_storage_that_does_not_respond_times_out_and_then_is_not_called()
    {
        await using var server = await LoopbackStorage.Start();
        server.Fault = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        using var service = Service(server, options => options with { Timeout = TimeSpan.FromSeconds(2), MinAttemptsToOpen = 3 });
        using var storage = Storage(server, service);

        var slow = await Refused(() => storage.Put(Bucket.Uploads, Key, new byte[10], "image/png", default));
        var asked = server.Requests;
        Assert.Equal(("open", OutsideOutcome.TimedOut), (service.Status.Circuit, Outcome(slow)));
        Assert.Equal(OutsideOutcome.CircuitOpen, Outcome(await Refused(() => storage.Delete(Bucket.Uploads, Key, default))));

        Assert.InRange(asked, 2, 3);
        Assert.Equal(asked, server.Requests);
    }

    [Fact]
    public async Task A_storage_that_resets_every_connection_is_called_three_times()
    {
        await using var server = await LoopbackStorage.Start();
        server.Fault = context =>
        {
            context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
            return Task.FromResult(true);
        };
        using var service = Service(server);
        using var storage = Storage(server, service);

        var refused = await Refused(() => storage.Put(Bucket.Uploads, Key, new byte[10], "image/png", default));

        Assert.Equal((3, OutsideOutcome.Unreachable), (server.Requests, Outcome(refused)));
    }

    [Theory]
    [InlineData(200, "<html>\0not XML")]
    [InlineData(200, "")]
    [InlineData(200, "<Error><Code>InternalError</Code><Message>planted-value-2</Message></Error>")]
    [InlineData(500, "<html>\0not XML")]
    [InlineData(429, "planted-value-2")]
    [InlineData(503, "<Error><Code>SlowDown</Code><Message>planted-value-2</Message></Error>")]
    public async Task A_response_outside_the_API_fails_the_upload(int status, string body)
    {
        await using var server = await LoopbackStorage.Start();
        server.Fault = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync(body);
            return true;
        };
        using var service = Service(server);
        using var storage = Storage(server, service);

        var begin = await Refused(() => storage.BeginUpload(Bucket.Exports, Key, "application/json", default));
        var complete = await Refused(() => storage.CompleteUpload(Bucket.Exports, Key, "upload", ["\"1\""], default));

        Assert.InRange(server.Requests, 2, 6);
        Assert.All([begin, complete], error => Assert.DoesNotContain("planted", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_response_that_is_truncated_or_larger_than_requested_is_a_failure()
    {
        await using var server = await LoopbackStorage.Start();
        using var service = Service(server);
        using var storage = Storage(server, service);

        server.Fault = async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.Body.WriteAsync(new byte[50]);
            await context.Response.Body.FlushAsync();
            context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
            return true;
        };
        await Refused(() => storage.Read(Bucket.Exports, Key, 0, 100, default));

        server.Fault = async context =>
        {
            await context.Response.Body.WriteAsync(new byte[8 * 1024 * 1024]);
            return true;
        };
        await Refused(() => storage.Read(Bucket.Exports, Key, 0, 100, default));
    }

    [Fact]
    public async Task A_refusal_is_not_retried_and_its_text_is_not_passed_on()
    {
        await using var server = await LoopbackStorage.Start();
        using var service = Service(server);
        using var storage = new ObjectStorage(
            Options(server) with
            {
                Storage = new StorageOptions(server.Endpoint, LoopbackStorage.Uploads, LoopbackStorage.Exports, "other", "planted-value-9"),
            },
            service,
            TimeProvider.System
        );

        var refused = await Refused(() => storage.Put(Bucket.Uploads, Key, new byte[10], "image/png", default));

        Assert.Equal((1, "refused"), (server.Requests, service.Status.LastOutcome));
        Assert.DoesNotContain("planted", refused.ToString(), StringComparison.Ordinal);
    }

    private static Task<StorageUnavailableException> Refused(Func<Task> ask) => Assert.ThrowsAsync<StorageUnavailableException>(ask);

    private static OutsideOutcome? Outcome(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException!)
            if (cause is OutsideServiceException service)
                return service.Outcome;
        return null;
    }

    private AppOptions Options(LoopbackStorage server) =>
        app.Services.GetRequiredService<AppOptions>() with
        {
            Storage = new StorageOptions(
                server.Endpoint,
                LoopbackStorage.Uploads,
                LoopbackStorage.Exports,
                LoopbackStorage.AccessKeyId,
                LoopbackStorage.SecretAccessKey
            ),
        };

    private ObjectStorage Storage(LoopbackStorage server, OutsideService service) => new(Options(server), service, TimeProvider.System);

    private OutsideService Service(LoopbackStorage server, Func<OutsideServiceOptions, OutsideServiceOptions>? change = null)
    {
        var options = ObjectStorage.Service(Options(server).Storage!) with { MinAttemptsToOpen = 100 };
        return new(
            change?.Invoke(options) ?? options,
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false },
            app.Services.GetRequiredService<Metrics>(),
            TimeProvider.System
        );
    }
}
