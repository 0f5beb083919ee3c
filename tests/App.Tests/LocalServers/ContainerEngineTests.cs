using System.Net.Sockets;
using System.Text;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.LocalServers;

/// <summary>The choice of servers for tests and for <c>make run</c>.</summary>
public sealed class ContainerEngineTests
{
    private const int NobodysProcess = int.MaxValue;

    private readonly List<string> told = [];

    [Fact]
    public async Task Where_an_engine_runs_PostgreSQL_is_its_container_on_the_loopback_and_removed_afterwards()
    {
        await using var standIn = await StandInEngine.Create();
        await using (var postgres = await LocalPostgres.Start(await Choose(standIn)))
        {
            await Execute(postgres, "create table kept ()");
            await postgres.Kill();
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => Execute(postgres, "select 1"));
            await postgres.Resume();
            await Execute(postgres, "select * from kept");

            var create = Assert.Single(standIn.Asked, line => line.StartsWith("create ", StringComparison.Ordinal));
            Assert.Contains($" --publish 127.0.0.1:{postgres.Port}:5432 ", create, StringComparison.Ordinal);
            var owner = $"{Environment.MachineName}/{Environment.ProcessId}";
            Assert.Contains($" --label io.pmcrm.local-server={owner} ", create, StringComparison.Ordinal);
            Assert.Contains(" pgvector/pgvector:pg16 -c fsync=off ", create, StringComparison.Ordinal);
            Assert.Single(standIn.Containers);
        }
        Assert.Empty(standIn.Containers);
        Assert.Equal(
            ["info", "image", "pull", "image", "pull", "ps", "create", "start", "kill", "start", "rm"],
            standIn.Asked.Select(line => line.Split(' ')[0])
        );
    }

    [Fact]
    public async Task Where_an_engine_runs_Redis_is_its_container_on_the_loopback_and_removed_afterwards()
    {
        await using var standIn = await StandInEngine.Create();
        await using (var redis = await LocalRedis.Start(await Choose(standIn)))
        {
            Assert.Equal("+PONG", await Ping(redis.Port));
            await redis.Kill();
            await Assert.ThrowsAsync<SocketException>(() => Ping(redis.Port));
            await redis.Resume();
            Assert.Equal("+PONG", await Ping(redis.Port));
            var create = Assert.Single(standIn.Asked, line => line.StartsWith("create ", StringComparison.Ordinal));
            Assert.EndsWith(
                $" --publish 127.0.0.1:{redis.Port}:6379 redis:7-alpine redis-server --save  --appendonly no",
                create,
                StringComparison.Ordinal
            );
        }
        Assert.Empty(standIn.Containers);
    }

    [Fact]
    public async Task Without_a_running_engine_the_installed_servers_are_used_silently()
    {
        await using var standIn = await StandInEngine.Create();
        standIn.TakeEngineAway();

        Assert.Null(await Choose(standIn));
        Assert.Empty(told);
        Assert.Equal(["info"], standIn.Asked);
    }

    [Fact]
    public async Task If_the_engine_cannot_pull_the_installed_servers_are_used_with_a_reason()
    {
        await using var standIn = await StandInEngine.Create();
        standIn.TakeRegistryAway();

        Assert.Null(await Choose(standIn));
        var line = Assert.Single(told);
        Assert.Contains("docker could not pull pgvector/pgvector:pg16: no route to the registry", line, StringComparison.Ordinal);
        Assert.Contains("installed on this machine are used instead", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_variable_overrides_the_choice()
    {
        await using var standIn = await StandInEngine.Create();

        Assert.NotNull(await Choose(standIn, "containers"));
        Assert.Null(await Choose(standIn, "installed"));
        standIn.TakeEngineAway();
        var none = await Assert.ThrowsAsync<InvalidOperationException>(() => Choose(standIn, "containers"));
        Assert.Contains("no Docker or Podman engine", none.Message, StringComparison.Ordinal);
        var unknown = await Assert.ThrowsAsync<InvalidOperationException>(() => Choose(standIn, "docker"));
        Assert.Equal("PMCRM_SERVERS is \"docker\"; accepted are auto, containers and installed.", unknown.Message);
    }

    [Fact]
    public async Task The_containers_of_a_killed_run_are_removed_and_those_of_a_running_one_are_kept()
    {
        await using var standIn = await StandInEngine.Create();
        standIn.AddContainer("abandoned", $"{Environment.MachineName}/{NobodysProcess}");
        standIn.AddContainer("in-use", $"{Environment.MachineName}/{Environment.ProcessId}");
        standIn.AddContainer("another-machines", $"elsewhere/{NobodysProcess}");

        await Choose(standIn);

        Assert.Equal(["another-machines", "in-use"], standIn.Containers.Order());
    }

    private Task<ContainerEngine?> Choose(StandInEngine standIn, string? choice = null) =>
        ContainerEngine.Choose(choice, standIn.Folder, told.Add);

    private static async Task Execute(LocalPostgres postgres, string statement)
    {
        await using var connection = new NpgsqlConnection(PostgresUrl.Parse(postgres.Url("postgres")).ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> Ping(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("PING\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return (await reader.ReadLineAsync())!;
    }
}
