using System.Globalization;
using System.Security.Cryptography;
using PmCrm.Contract;
using PmCrm.LocalServers;
using Names = PmCrm.Contract.AppVariables;

namespace PmCrm.Rehearsal;

/// <summary>The image's program, with production's environment.</summary>
internal sealed class Image
{
    private const string Listening = "Now listening on";

    private readonly string binary;
    private readonly ProductionPlan plan;
    private readonly string redisUrl;
    private readonly string jwtSecret;

    private Image(string binary, ProductionPlan plan, string redisUrl, string jwtSecret)
    {
        this.jwtSecret = jwtSecret;
        this.binary = binary;
        this.plan = plan;
        this.redisUrl = redisUrl;
    }

    /// <summary>ENCRYPTION_KEY and the previous one, newest first.</summary>
    public IReadOnlyList<string> EncryptionKeys { get; set; } = [Secret()];

    public static string Secret() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    public static Image Of(string binary, ProductionPlan plan, string redisUrl) => new(binary, plan, redisUrl, Secret());

    /// <summary>Another image with the same secrets.</summary>
    public Image Successor(string next) => new(next, plan, redisUrl, jwtSecret) { EncryptionKeys = EncryptionKeys };

    /// <summary>Runs a command of the image to its end.</summary>
    public async Task<(int ExitCode, string Printed)> Run(PostgresInstance database, params string[] arguments) =>
        await ChildProcess.Run(binary, arguments, Values(database, 0), TimeSpan.FromMinutes(2));

    /// <summary>Runs a command that must not fail.</summary>
    public async Task<string> MustRun(PostgresInstance database, params string[] arguments)
    {
        var (code, printed) = await Run(database, arguments);
        return code == 0
            ? printed
            : throw new InvalidOperationException($"pmcrm {string.Join(' ', arguments)} ended with {code}:\n{printed}");
    }

    /// <summary>Starts backend or worker, and waits until it is ready.</summary>
    public async Task<Pod> Start(PostgresInstance database, string command)
    {
        var port = ChildProcess.FreePort();
        var pod = new Pod(await ChildProcess.Start(binary, [command], Listening, Values(database, port)), port);
        try
        {
            await pod.WaitUntilReady();
            return pod;
        }
        catch
        {
            await pod.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Its variables: production's, with the values that depend on this environment. Mail and the secrets of outside services are left out:
    /// a rehearsal must not write to anybody.
    /// </summary>
    /// <param name="port">The port to listen on.</param>
    public Dictionary<string, string?> Values(PostgresInstance database, int port, string version = "rehearsal") =>
        plan.Environment([
            .. Names.Secret.Append(Names.MailFrom).Select(name => KeyValuePair.Create(name, (string?)null)),
            new(Names.DatabaseUrl, database.Url),
            new(Names.DirectUrl, database.Url),
            new(Names.RedisUrl, redisUrl),
            new(Names.JwtSecret, jwtSecret),
            new(Names.EncryptionKey, EncryptionKeys[0]),
            new(Names.EncryptionKeyPrevious, EncryptionKeys.ElementAtOrDefault(1)),
            new(Names.DatadogAgentHost, "127.0.0.1"),
            new(Names.AppVersion, version),
            new(Names.Port, port.ToString(CultureInfo.InvariantCulture)),
        ]);
}

/// <summary>A running backend or worker.</summary>
internal sealed class Pod(ChildProcess process, int port) : IAsyncDisposable
{
    public int Port => port;

    public async Task WaitUntilReady()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await PostgresInstance.Until("it is ready", async () =>
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{AppContract.ReadinessPath}"));
            return answer.IsSuccessStatusCode;
        });
    }

    /// <summary>Asks it to end (SIGTERM), as Kubernetes does, and waits for it.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> End()
    {
        process.Terminate();
        return process.Ended.WaitAsync(AppContract.ShutdownTime);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
