namespace PmCrm.LocalServers;

/// <summary>
/// A server process with its own port and data, as a container or an installed program: the common interface of PostgreSQL and Redis.
/// </summary>
internal interface ILocalServer : IAsyncDisposable
{
    /// <summary>The loopback port, the same after each start.</summary>
    int Port { get; }

    /// <summary>Starts it, or starts it again with its previous data, and waits until it answers.</summary>
    Task Start();

    /// <summary>Kills it, like a power failure; the data stays until it is disposed.</summary>
    Task Kill();
}
