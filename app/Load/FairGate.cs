namespace PmCrm.App.Load;

/// <summary>Refuses work because too much of it waits already.</summary>
/// <param name="isCallersOwn">Whether the caller's own waiting work is the reason (429), or everybody's together (503).</param>
public sealed class TooBusyException(bool isCallersOwn) : Exception("Too much of this work waits already.")
{
    public bool IsCallersOwn => isCallersOwn;
}

/// <summary>
/// A bounded queue for work that needs a processor for long. Each key (a user, an address) waits in a line of its own, and the lines take
/// turns: a key that asks for much delays itself, not the others. Work that waits is dropped when its client leaves or its time is up.
/// </summary>
/// <param name="slots">How much is done at the same time.</param>
/// <param name="maxWaitingPerKey">How much of one key may wait; more is refused at once.</param>
/// <param name="maxWaiting">How much may wait in all. Beyond it, the longest line loses its last.</param>
/// <param name="timeout">How long one waits at most.</param>
public sealed class FairGate(int slots, int maxWaitingPerKey, int maxWaiting, TimeSpan timeout)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedList<TaskCompletionSource>> lines = new(StringComparer.Ordinal);

    /// <summary>The keys with a line, in the order of their turns.</summary>
    private readonly LinkedList<string> turns = [];

    private int running;
    private int waiting;

    /// <summary>Runs the work, when it is the key's turn, on a thread of its own, so that it never occupies the pool's threads.</summary>
    /// <exception cref="TooBusyException">Too much waits.</exception>
    /// <exception cref="TimeoutException">The turn did not come in time.</exception>
    public async Task<T> Run<T>(string key, Func<T> work, CancellationToken cancellationToken)
    {
        using var _ = await Enter(key, cancellationToken);
        return await OnOwnThread(work, cancellationToken);
    }

    /// <summary>Runs the work on a thread of its own; for work in several pieces under one <see cref="Enter"/>.</summary>
    public static Task<T> OnOwnThread<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            work,
            cancellationToken,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default
        );

    /// <summary>Waits for the key's turn. Dispose what it returns when the work is done.</summary>
    /// <inheritdoc cref="Run"/>
    public async Task<IDisposable> Enter(string key, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> place;
        lock (gate)
        {
            if (running < slots && waiting == 0)
            {
                running++;
                return new Turn(this);
            }
            place = Join(key);
        }
        try
        {
            await place.Value.Task.WaitAsync(timeout, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException)
        {
            // The turn may have come just now: then it goes to the next.
            if (!Leave(key, place) && place.Value.Task.IsCompletedSuccessfully)
                Release();
            throw;
        }
        return new Turn(this);
    }

    private LinkedListNode<TaskCompletionSource> Join(string key)
    {
        if (lines.TryGetValue(key, out var line) && line.Count >= maxWaitingPerKey)
            throw new TooBusyException(isCallersOwn: true);
        if (waiting >= maxWaiting)
        {
            var (longest, others) = lines.MaxBy(candidate => candidate.Value.Count);
            if (others.Count <= (line?.Count ?? 0) + 1)
                throw new TooBusyException(isCallersOwn: false);
            var last = others.Last!;
            Remove(longest, last);
            last.Value.TrySetException(new TooBusyException(isCallersOwn: true));
        }
        if (line is null)
        {
            lines[key] = line = [];
            turns.AddLast(key);
        }
        waiting++;
        return line.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private bool Leave(string key, LinkedListNode<TaskCompletionSource> place)
    {
        lock (gate)
        {
            if (place.List is null)
                return false;
            Remove(key, place);
            return true;
        }
    }

    private void Remove(string key, LinkedListNode<TaskCompletionSource> place)
    {
        var line = place.List!;
        line.Remove(place);
        waiting--;
        if (line.Count > 0)
            return;
        lines.Remove(key);
        turns.Remove(key);
    }

    private void Release()
    {
        lock (gate)
        {
            if (turns.First is not { } turn)
            {
                running--;
                return;
            }
            var key = turn.Value;
            var place = lines[key].First!;
            turns.RemoveFirst();
            turns.AddLast(key);
            Remove(key, place);
            place.Value.SetResult();
        }
    }

    private sealed class Turn(FairGate gate) : IDisposable
    {
        private FairGate? held = gate;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
