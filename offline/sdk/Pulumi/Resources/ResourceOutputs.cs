namespace Pulumi;

/// <summary>
/// The outputs of one resource until its registration ends, and what they are made from afterwards. Those of a provider's class are made
/// when somebody asks for them: a cluster has a hundred, of which a program reads three.
/// </summary>
internal sealed class ResourceOutputs(Resource owner)
{
    private readonly Lock gate = new();
    private readonly List<OutputSlot> waiting = [];
    private Action<OutputSlot>? resolve;
    private Exception? failure;

    /// <summary>Takes an output that is to be resolved with the resource, at once if that has happened.</summary>
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

    /// <summary>The output in the field, which is made if it is not there yet.</summary>
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
            // What the provider gave cannot be this output; the run waits for it, and fails with it.
            slot.Fail(e);
        }
    }
}
