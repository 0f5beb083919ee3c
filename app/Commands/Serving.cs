using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PmCrm.App.Configuration;
using PmCrm.Contract;

namespace PmCrm.App.Commands;

/// <summary>Runs the backend or the worker until it is told to stop.</summary>
internal static class Serving
{
    /// <summary>
    /// If PORT is in use, prints one line and starts nothing. The host starts background work before it listens, and would log failures of
    /// work that ends in the middle.
    /// </summary>
    /// <returns>The exit code: 0 after a stop, 1 where PORT is in use.</returns>
    public static async Task<int> Run(WebApplication app)
    {
        var port = app.Services.GetRequiredService<AppOptions>().Port;
        // The server of a test listens at no address.
        var listens = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>() is not null;
        if (listens && IsInUse(port))
        {
            await app.DisposeAsync();
            return await Refuse(port);
        }
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            return await Refuse(port);
        }
    }

    /// <summary>Whether Kestrel's ListenAnyIP, which binds the same socket, would fail.</summary>
    private static bool IsInUse(int port)
    {
        try
        {
            using var socket = Socket.OSSupportsIPv6
                ? new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true }
                : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port));
            return false;
        }
        catch (SocketException exception)
        {
            // Any other failure is the server's to report.
            return exception.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }

    private static async Task<int> Refuse(int port)
    {
        await Console.Error.WriteLineAsync($"Cannot listen on http://[::]:{port}: another process uses this port ({AppVariables.Port}).");
        return 1;
    }
}
