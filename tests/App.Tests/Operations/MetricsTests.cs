using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Configuration;
using PmCrm.App.Operations;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Operations;

public sealed class MetricsTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Counters_and_durations_reach_the_agent_with_their_tags()
    {
        using var agent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var backend = app.With(
            new()
            {
                [AppVariables.DatadogAgentHost] = "127.0.0.1",
                [AppVariables.DogStatsdPort] = $"{((IPEndPoint)agent.Client.LocalEndPoint!).Port}",
                [AppVariables.AppVersion] = "1.2.3",
            },
            _ => { }
        );
        using var client = backend.CreateClient();

        backend.Services.GetRequiredService<Metrics>().ContactsCreated.Add(2);
        await client.Get("/v1/nothing").Expect(HttpStatusCode.NotFound);

        var received = await Receive(agent, until: text =>
            text.Contains("contacts.created", StringComparison.Ordinal) && text.Contains("http.request.duration", StringComparison.Ordinal)
        );
        Assert.Contains("contacts.created:2|c|#service:pmcrm-backend,version:1.2.3", received, StringComparison.Ordinal);
        Assert.Matches(
            @"http\.request\.duration:[0-9.]+\|h\|#service:pmcrm-backend,version:1\.2\.3,method:GET,route:\(none\),status:404",
            received
        );
    }

    [Fact]
    public async Task The_last_metrics_are_sent_before_exit_and_clients_cannot_choose_tags()
    {
        using var agent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using (
            var backend = app.With(
                new()
                {
                    [AppVariables.DatadogAgentHost] = "127.0.0.1",
                    [AppVariables.DogStatsdPort] = $"{((IPEndPoint)agent.Client.LocalEndPoint!).Port}",
                },
                _ => { }
            )
        )
        {
            using var client = backend.CreateClient();
            await client.Write(new HttpMethod("PLANTED"), "/v1/nothing");
            backend.Services.GetRequiredService<Metrics>().RemindersDelivered.Add(7);
        }

        var received = await Receive(agent, until: text => text.Contains("reminders.delivered:7|c", StringComparison.Ordinal));
        Assert.Contains("method:_OTHER", received, StringComparison.Ordinal);
        Assert.DoesNotContain("PLANTED", received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_missing_or_unresponsive_agent_or_collector_fails_no_request(bool accepts)
    {
        // Accepts connections, but neither reads nor responds.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        if (accepts)
            silent.Start();
        await using var backend = app.With(
            new()
            {
                [AppVariables.DatadogAgentHost] = "no-such-host.invalid",
                [AppVariables.OtlpEndpoint] = $"http://127.0.0.1:{(accepts ? ((IPEndPoint)silent.LocalEndpoint).Port : 1)}",
            },
            _ => { }
        );
        using var client = backend.CreateClient();

        for (var i = 0; i < 20; i++)
            await client.Get("/health/live").Expect(HttpStatusCode.OK);
    }

    private static async Task<string> Receive(UdpClient agent, Func<string, bool> until)
    {
        using var limit = new CancellationTokenSource(Timeout);
        var all = new StringBuilder();
        while (!until(all.ToString()))
        {
            var datagram = await agent.ReceiveAsync(limit.Token);
            Assert.True(datagram.Buffer.Length <= 1432, "a datagram is larger than the network's packets");
            all.Append(Encoding.UTF8.GetString(datagram.Buffer)).Append('\n');
        }
        return all.ToString();
    }
}
