using System.Collections;

namespace Pulumi;

/// <summary>An output as it was when a constructor read it. Items that are added to a list or map later do not change it.</summary>
internal sealed record CapturedOutput(Task<OutputData> Data);

/// <summary>The members of an arguments object when a constructor read them, or why they could not be read.</summary>
internal sealed class CapturedArgs
{
    private readonly IReadOnlyList<Argument> arguments = [];
    private readonly Exception? failure;

    public CapturedArgs(InputArgs args)
    {
        try
        {
            arguments = [.. args.Collect().Select(argument => argument with { Value = Capture.Of(argument.Value) })];
        }
        catch (Exception e)
        {
            // The constructor does not fail. The registration fails, with the path of the property.
            failure = e;
        }
    }

    /// <exception cref="ArgumentNullException">If a required one was null.</exception>
    public IReadOnlyList<Argument> Get()
    {
        if (failure != null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return arguments;
    }
}

/// <summary>
/// Copies everything that a program can change later: arguments objects, lists, maps and collections, at any depth. A resource gets the
/// values at the time of its constructor, so a program may use one object for several resources. The content of an output that is still
/// pending is read when it is available.
/// </summary>
internal static class Capture
{
    public static object? Of(object? value) =>
        value switch
        {
            null or string or bool or int or double or AssetOrArchive or Resource => value,
            InputArgs args => new CapturedArgs(args),
            IInputCollection collection => OfOutput(collection.ElementInputs),
            IInput input => OfOutput(input.DataTask),
            IUnion union => Of(union.Value),
            IOutput output => OfOutput(output.DataTask),
            IDictionary dictionary => OfDictionary(dictionary),
            IList list => OfList(list),
            _ => value,
        };

    private static CapturedOutput OfOutput(Task<OutputData> data)
    {
        if (!data.IsCompletedSuccessfully || data.GetAwaiter().GetResult() is not { IsKnown: true } known)
            return new CapturedOutput(data);
        var value = Of(known.Value);
        return new CapturedOutput(ReferenceEquals(value, known.Value) ? data : Task.FromResult(known with { Value = value }));
    }

    private static Dictionary<object, object?> OfDictionary(IDictionary dictionary)
    {
        var copy = new Dictionary<object, object?>(dictionary.Count);
        foreach (DictionaryEntry entry in dictionary)
            copy.Add(entry.Key, Of(entry.Value));
        return copy;
    }

    private static IList OfList(IList list)
    {
        if (ValueWriter.IsUninitialised(list))
            return list;
        var copy = new object?[list.Count];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = Of(list[i]);
        return copy;
    }
}
