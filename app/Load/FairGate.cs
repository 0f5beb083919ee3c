namespace PmCrm.App.Load;

/// <summary>The work is refused because too much of it is already waiting.</summary>
/// <param name="isCallersOwn">Whether the caller's own waiting work is the reason (429), or the total (503).</param>
public sealed class TooBusyException(bool isCallersOwn) : Exception("Too much of this work waits already.")
{
    public bool IsCallersOwn => isCallersOwn;
}

/// <summary>
/// A bounded queue for work that uses a processor for long. Each key (a user, an address) has its own queue, and the queues take turns: a
/// key with much work delays itself and not the others. Waiting work is dropped when its client disconnects or its time limit is reached.
/// </summary>
/// <param name="slots">Maximum amount of concurrent work.</param>
/// <param name="maxWaitingPerKey">Maximum amount of waiting work of one key; more is refused at once.</param>
/// <param name="maxWaiting">Maximum amount of waiting work in total. Above it, the last entry of the longest queue is dropped.</param>
/// <param name="timeout">Maximum waiting time.</param>
public sealed class FairGate(int slots, int maxWaitingPerKey, int maxWaiting, TimeSpan timeout)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedList<TaskCompletionSource>> lines = new(StringComparer.Ordinal);

    /// <summary>The keys with waiting work, in the order of their turns.</summary>
    private readonly LinkedList<string> turns = [];

    private int running;
    private int waiting;

    /// <summary>Runs the work, when it is the key's turn, on a thread of its own, so that it never blocks the thread pool.</summary>
    /// <exception cref="TooBusyException">Too much work is waiting.</exception>
    /// <exception cref="TimeoutException">The waiting time exceeded the limit.</exception>
    public async Task<T> Run<T>(string key, Func<T> work, CancellationToken cancellationToken)
    {
        using var _ = await Enter(key, cancellationToken);
        return await OnOwnThread(work, cancellationToken);
    }

    /// <summary>Runs the work on a thread of its own; for work in several parts under one <see cref="Enter"/>.</summary>
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
            // The slot may have been granted at this moment: then it is passed on.
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
