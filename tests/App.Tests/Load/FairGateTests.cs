using PmCrm.App.Load;

namespace PmCrm.App.Tests.Load;

public sealed class FairGateTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_key_with_many_requests_delays_only_itself()
    {
        var gate = new FairGate(slots: 1, maxWaitingPerKey: 100, maxWaiting: 1000, Timeout);
        var order = new List<string>();
        var first = await gate.Enter("greedy", default);
        List<Task> all = [.. Enumerable.Range(0, 20).Select(_ => Work("greedy")), Work("other"), Work("third")];

        first.Dispose();
        await Task.WhenAll(all).WaitAsync(Timeout);

        Assert.True(order.IndexOf("other") <= 2 && order.IndexOf("third") <= 3, string.Join(", ", order));

        async Task Work(string key)
        {
            using var turn = await gate.Enter(key, default);
            lock (order)
                order.Add(key);
        }
    }

    [Fact]
    public async Task A_canceled_wait_frees_its_place_for_the_next()
    {
        var gate = new FairGate(slots: 1, maxWaitingPerKey: 10, maxWaiting: 100, Timeout);
        using var left = new CancellationTokenSource();
        var first = await gate.Enter("a", default);
        var leaves = gate.Enter("b", left.Token);
        var stays = gate.Enter("b", default);

        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        Assert.False(stays.IsCompleted);
        first.Dispose();

        (await stays.WaitAsync(Timeout)).Dispose();
        (await gate.Enter("c", default).WaitAsync(Timeout)).Dispose();
    }

    [Fact]
    public async Task Beyond_its_own_limit_a_key_is_refused_and_beyond_everybodys_the_longest_line_loses_its_last()
    {
        var gate = new FairGate(slots: 1, maxWaitingPerKey: 3, maxWaiting: 4, Timeout);
        using var first = await gate.Enter("a", default);
        var mine = Enumerable.Range(0, 3).Select(_ => gate.Enter("a", default)).ToList();

        var refused = await Assert.ThrowsAsync<TooBusyException>(() => gate.Enter("a", default));
        Assert.True(refused.IsCallersOwn);
        var other = gate.Enter("b", default);
        var third = gate.Enter("c", default);

        Assert.True((await Assert.ThrowsAsync<TooBusyException>(() => mine[2])).IsCallersOwn);
        Assert.All([mine[0], mine[1], other, third], waits => Assert.False(waits.IsCompleted));
    }

    [Fact]
    public async Task A_wait_that_is_too_long_times_out()
    {
        var gate = new FairGate(slots: 1, maxWaitingPerKey: 3, maxWaiting: 4, TimeSpan.FromMilliseconds(20));
        using (await gate.Enter("a", default))
            await Assert.ThrowsAsync<TimeoutException>(() => gate.Enter("b", default));

        (await gate.Enter("b", default).WaitAsync(Timeout)).Dispose();
    }

    [Fact]
    public async Task No_mixture_of_cancellation_and_completion_loses_a_place()
    {
        var gate = new FairGate(slots: 2, maxWaitingPerKey: 50, maxWaiting: 500, Timeout);
        var inside = 0;
        await Task.WhenAll(
                Enumerable
                    .Range(0, 400)
                    .Select(i =>
                        Task.Run(async () =>
                        {
                            using var leaves = new CancellationTokenSource();
                            if (i % 3 == 0)
                                leaves.CancelAfter(i % 7);
                            try
                            {
                                using var turn = await gate.Enter($"{i % 9}", leaves.Token);
                                Assert.InRange(Interlocked.Increment(ref inside), 1, 2);
                                await Task.Yield();
                                Interlocked.Decrement(ref inside);
                            }
                            catch (OperationCanceledException)
                            {
                                // This one was canceled.
                            }
                        })
                    )
            )
            .WaitAsync(Timeout);

        using var one = await gate.Enter("x", default).WaitAsync(Timeout);
        using var two = await gate.Enter("y", default).WaitAsync(Timeout);
    }
}
