namespace PmCrm.LocalServers;

/// <summary>A server process with a port and data of its own, wherever it runs: what PostgreSQL and Redis have in common here.</summary>
internal interface ILocalServer : IAsyncDisposable
{
    /// <summary>The port on this machine's loopback, the same after each start.</summary>
    int Port { get; }

    /// <summary>Starts it, or starts it again with the data that it had, and waits until it answers.</summary>
    Task Start();

    /// <summary>Ends it as an unplugged machine would; the data stay until it is disposed.</summary>
    Task Kill();
}
