using System.Collections.Concurrent;
using System.Reflection;
using Google.Protobuf;

namespace Pulumi;

/// <summary>Arguments: an object whose <see cref="InputAttribute"/> members are sent.</summary>
public abstract class InputArgs
{
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    private protected InputArgs() { }

    /// <summary>The arguments by their names on the wire.</summary>
    /// <exception cref="ArgumentNullException">If a required one is null.</exception>
    internal virtual IReadOnlyList<Argument> Collect()
    {
        var members = Members.GetOrAdd(GetType(), Inspect);
        var arguments = new List<Argument>(members.Length);
        foreach (var member in members)
        {
            var value = member.Get(this);
            if (value == null && member.Input.IsRequired)
                throw Missing(GetType(), member.Name);
            arguments.Add(
                new Argument(member.Input.Name, member.Input.Json ? AsJson(value, $"{GetType().FullName}.{member.Name}") : value)
            );
        }

        return arguments;
    }

    private static Member[] Inspect(Type type)
    {
        const BindingFlags anyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var fields =
            from field in type.GetFields(anyInstance)
            let input = field.GetCustomAttribute<InputAttribute>()
            where input != null
            select new Member(input, field.Name, field.GetValue);
        var properties =
            from property in type.GetProperties(anyInstance)
            let input = property.GetCustomAttribute<InputAttribute>()
            where input != null
            select new Member(input, property.Name, BackingField.Of(property) is { } field ? field.GetValue : property.GetValue);
        return [.. fields, .. properties];
    }

    internal static ArgumentNullException Missing(Type owner, string member) =>
        new(member, $"[Input] {owner.FullName}.{member} is required but is null");

    internal static Output<string>? AsJson(object? value, string context)
    {
        return value switch
        {
            null => null,
            IInput input => new Output<string>(AwaitAndFormatAsync(input.DataTask)),
            _ => Output.Create(FormatAsync(value)),
        };

        async Task<OutputData> AwaitAndFormatAsync(Task<OutputData> source)
        {
            var merge = new OutputMerge();
            var resolved = merge.Take(await source.ConfigureAwait(false));
            return merge.With(merge.IsKnown ? await FormatAsync(resolved).ConfigureAwait(false) : null);
        }

        async Task<string> FormatAsync(object? plain) =>
            JsonFormatter.Default.Format(
                await new ValueWriter(new WriteMode()).WriteAsync(context, plain).ConfigureAwait(false) ?? ValueWriter.Null
            );
    }

    private sealed record Member(InputAttribute Input, string Name, Func<object, object?> Get);
}

/// <summary>Arguments of a resource.</summary>
public abstract class ResourceArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly ResourceArgs Empty = new NoArgs();

    private sealed class NoArgs : ResourceArgs;
}

/// <summary>Arguments of a function of a provider.</summary>
public abstract class InvokeArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly InvokeArgs Empty = new NoArgs();

    private sealed class NoArgs : InvokeArgs;
}

/// <summary>Arguments of a method of a resource.</summary>
public abstract class CallArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly CallArgs Empty = new NoArgs();

    private sealed class NoArgs : CallArgs;
}
