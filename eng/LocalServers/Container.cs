using System.Globalization;

namespace PmCrm.LocalServers;

/// <summary>A server in its own container, published on a free loopback port; the container and its data are removed afterwards.</summary>
internal sealed class Container : ILocalServer
{
    private readonly ContainerEngine engine;
    private readonly string name;
    private readonly string[] ready;
    private ChildProcess? attached;

    private Container(ContainerEngine engine, string name, int port, string[] ready)
    {
        this.engine = engine;
        this.name = name;
        this.ready = ready;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Creates it without starting it.</summary>
    /// <param name="engine">The engine that runs it.</param>
    /// <param name="image">Its image.</param>
    /// <param name="port">The port inside the container.</param>
    /// <param name="environment">Its environment variables, NAME=VALUE.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="ready">The lines that it prints until it is ready; see <see cref="ChildProcess.Start"/>.</param>
    public static async Task<Container> Create(
        ContainerEngine engine,
        string image,
        int port,
        string[] environment,
        string[] arguments,
        params string[] ready
    )
    {
        var container = new Container(engine, $"pmcrm-{Guid.NewGuid():N}", ChildProcess.FreePort(), ready);
        await engine.Run([
            "create",
            "--name",
            container.name,
            "--label",
            $"{ContainerEngine.OwnerLabel}={ContainerEngine.Owner}",
            // The port is chosen here and not by the engine, which would choose another one at the next start.
            "--publish",
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{container.Port}:{port}"),
            .. environment.SelectMany(variable => (string[])["--env", variable]),
            image,
            .. arguments,
        ]);
        return container;
    }

    public async Task Start() => attached = await ChildProcess.Start(engine.Program, ["start", "--attach", name], ready);

    public async Task Kill()
    {
        if (attached is null)
            return;
        await engine.Run("kill", name);
        await attached.DisposeAsync();
        attached = null;
    }

    public async ValueTask DisposeAsync()
    {
        // Forced, because it may be running or may have ended.
        await engine.Run("rm", "--force", "--volumes", name);
        if (attached is not null)
            await attached.DisposeAsync();
        attached = null;
    }
}
