namespace Pulumi;

/// <summary>
/// The outputs of one resource until its registration ends, and the source of their values afterwards. Outputs of a provider's class are
/// created on first use: a cluster has a hundred, and a program reads about three.
/// </summary>
internal sealed class ResourceOutputs(Resource owner)
{
    private readonly Lock gate = new();
    private readonly List<OutputSlot> waiting = [];
    private Action<OutputSlot>? resolve;
    private Exception? failure;

    /// <summary>Adds an output that is resolved with the resource; immediately if the resource is already resolved.</summary>
    public void Add(OutputSlot slot)
    {
        lock (gate)
        {
            if (resolve == null && failure == null)
            {
                waiting.Add(slot);
                return;
            }
        }

        Finish(slot);
    }

    /// <summary>The output in the field, created on first use.</summary>
    public Output<T> Open<T>(ref Output<T>? field, string wireName)
    {
        if (Volatile.Read(ref field) is { } known)
            return known;
        OutputSlot slot;
        Output<T> output;
        lock (gate)
        {
            if (field != null)
                return field;
            slot = new OutputSlot(owner, wireName, typeof(T));
            field = output = new Output<T>(slot.Data);
        }

        Add(slot);
        return output;
    }

    /// <summary>The registration has ended: all outputs, and all that are asked for later, get their values from it.</summary>
    public void Complete(Action<OutputSlot> resolveFromResponse) => End(() => resolve = resolveFromResponse);

    /// <summary>The registration has failed, and with it all outputs.</summary>
    public void Fail(Exception exception) => End(() => failure = exception);

    private void End(Action remember)
    {
        OutputSlot[] all;
        lock (gate)
        {
            remember();
            all = [.. waiting];
            waiting.Clear();
        }

        foreach (var slot in all)
            Finish(slot);
    }

    private void Finish(OutputSlot slot)
    {
        try
        {
            if (failure != null)
                slot.Fail(failure);
            else
                resolve!(slot);
        }
        catch (Exception e)
        {
            // The provider's value does not fit this output. The run waits for the output, so the run fails.
            slot.Fail(e);
        }
    }
}
