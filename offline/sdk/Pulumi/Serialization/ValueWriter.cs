using System.Collections;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>How values are put on the wire.</summary>
/// <param name="KeepResources">Resources as references; otherwise as their id or URN.</param>
/// <param name="KeepOutputs">Outputs as such, with their dependencies; otherwise as secrets, unknowns and plain values.</param>
/// <param name="IgnoreReferences">A reference to a resource is not counted as a dependency.</param>
internal sealed record WriteMode(bool KeepResources = false, bool KeepOutputs = false, bool IgnoreReferences = false);

/// <summary>Writes arguments of any supported type to the wire, and collects the resources that they depend on.</summary>
internal sealed class ValueWriter(WriteMode mode)
{
    public static readonly Value Null = Value.ForNull();

    public HashSet<Resource> Dependencies { get; } = [];

    /// <summary>The value on the wire, or null for a null value, which is left out in an object and kept in a list.</summary>
    /// <exception cref="InvalidOperationException">If a value, or one inside it, is of a type that cannot be sent.</exception>
    public async ValueTask<Value?> WriteAsync(string context, object? value)
    {
        switch (value)
        {
            case null or ValueTuple:
                return null;
            case string text:
                return Value.ForString(text);
            case bool flag:
                return Value.ForBool(flag);
            case int number:
                return Value.ForNumber(number);
            case double number:
                return Value.ForNumber(number);
            case CapturedOutput captured:
                return await WriteOutputAsync(context, captured.Data).ConfigureAwait(false);
            case CapturedArgs args:
                return Value.ForStruct(await WriteFieldsAsync(context, args.Get()).ConfigureAwait(false));
            case InputArgs args:
                return Value.ForStruct(await WriteFieldsAsync(context, args.Collect()).ConfigureAwait(false));
            case AssetOrArchive asset:
                return await WriteAssetAsync(context, asset).ConfigureAwait(false);
            case Task:
                throw new InvalidOperationException($"A Task cannot be an argument; wrap it with Output.Create.\n\t{context}");
            case IInputCollection collection:
                return await WriteOutputAsync(context, collection.ElementInputs).ConfigureAwait(false);
            case IInput input:
                return await WriteOutputAsync(context, input.DataTask).ConfigureAwait(false);
            case IUnion union:
                return await WriteAsync(context, union.Value).ConfigureAwait(false);
            case JsonElement json:
                return JsonValues.ToWire(json);
            case IOutput output:
                return await WriteOutputAsync(context, output.DataTask).ConfigureAwait(false);
            case Resource resource:
                return await WriteResourceAsync(context, resource).ConfigureAwait(false);
            case IDictionary dictionary:
                return Value.ForStruct(await WriteFieldsAsync(context, Entries(context, dictionary)).ConfigureAwait(false));
            case IList list:
                return await WriteListAsync(context, list).ConfigureAwait(false);
            case System.Enum when System.Enum.GetUnderlyingType(value.GetType()) == typeof(int):
                return Value.ForNumber((int)value);
            default:
                return await WriteByReflectionAsync(context, value).ConfigureAwait(false);
        }
    }

    /// <summary>The fields that are not null, in the order of their names.</summary>
    private async ValueTask<Struct> WriteFieldsAsync(string context, IEnumerable<Argument> fields)
    {
        var written = new List<Field>();
        foreach (var (name, field) in fields)
        {
            if (await WriteAsync($"{context}.{name}", field).ConfigureAwait(false) is { } value)
                written.Add(new Field(name, value));
        }

        return Structs.Of(written);
    }

    private async ValueTask<Value> WriteListAsync(string context, IList list)
    {
        var written = new ListValue();
        if (IsUninitialised(list))
            return new Value { ListValue = written };

        for (var i = 0; i < list.Count; i++)
            written.Values.Add(await WriteAsync($"{context}[{i}]", list[i]).ConfigureAwait(false) ?? Value.ForNull());
        return new Value { ListValue = written };
    }

    private async ValueTask<Value?> WriteOutputAsync(string context, Task<OutputData> output)
    {
        var data = await output.ConfigureAwait(false);
        var inner = new ValueWriter(mode with { KeepOutputs = false });
        var value = data.IsKnown ? await inner.WriteAsync(context, data.Value).ConfigureAwait(false) : null;
        inner.Dependencies.UnionWith(data.Resources);
        Dependencies.UnionWith(inner.Dependencies);
        if (mode.KeepOutputs)
            return await WriteWithMarksAsync(data, value, inner.Dependencies).ConfigureAwait(false);
        if (!data.IsKnown)
            return Value.ForString(Wire.Unknown);
        return data.IsSecret ? Structs.Special(Wire.SecretSignature, (Wire.Value, value ?? Value.ForNull())) : value;
    }

    private static async ValueTask<Value?> WriteWithMarksAsync(OutputData data, Value? value, HashSet<Resource> dependencies)
    {
        if (data is { IsKnown: true, IsSecret: false } && dependencies.Count == 0)
            return value;

        var fields = new List<(string, Value)>();
        if (data.IsKnown)
            fields.Add((Wire.Value, value ?? Value.ForNull()));
        if (data.IsSecret)
            fields.Add((Wire.Secret, Value.ForBool(true)));

        var urns = await ResourceGraph.UrnsAsync(dependencies).ConfigureAwait(false);
        if (urns.Count > 0)
            fields.Add((Wire.Dependencies, Value.ForList([.. urns.Order(StringComparer.Ordinal).Select(Value.ForString)])));
        return Structs.Special(Wire.OutputSignature, [.. fields]);
    }

    private async ValueTask<Value?> WriteResourceAsync(string context, Resource resource)
    {
        var writer = mode is { KeepResources: true, IgnoreReferences: true } ? new ValueWriter(mode with { KeepOutputs = false }) : this;
        if (resource is not CustomResource custom)
        {
            var componentUrn = await writer.WriteIdentityAsync(context, resource.Urn).ConfigureAwait(false);
            return mode.KeepResources ? Structs.Special(Wire.ResourceSignature, (Wire.Urn, componentUrn ?? Value.ForNull())) : componentUrn;
        }

        writer.Dependencies.Add(custom);
        var id = await writer.WriteIdentityAsync(context, custom.Id).ConfigureAwait(false);
        if (!mode.KeepResources)
            return id;

        var urn = await writer.WriteIdentityAsync(context, custom.Urn).ConfigureAwait(false);
        if (id?.KindCase == Value.KindOneofCase.StringValue && id.StringValue == Wire.Unknown)
            id = Value.ForString("");
        return Structs.Special(Wire.ResourceSignature, (Wire.Urn, urn ?? Value.ForNull()), (Wire.Id, id ?? Value.ForNull()));
    }

    private async ValueTask<Value?> WriteIdentityAsync(string context, Output<string>? identity)
    {
        if (identity == null)
            return null;
        var writer = new ValueWriter(mode with { KeepOutputs = false });
        var value = await writer.WriteOutputAsync(context, identity.DataTask).ConfigureAwait(false);
        Dependencies.UnionWith(writer.Dependencies);
        return value;
    }

    private async ValueTask<Value> WriteAssetAsync(string context, AssetOrArchive asset)
    {
        if (asset is InvalidAsset or InvalidArchive)
            throw new InvalidOperationException($"{context} is not an asset or archive: the engine sent another value in its place.");
        var writer = new ValueWriter(new WriteMode(mode.KeepResources));
        var content = await writer.WriteAsync($"{context}.{asset.Property}", asset.Content).ConfigureAwait(false);
        Dependencies.UnionWith(writer.Dependencies);
        return Structs.Special(asset.Signature, (asset.Property, content!));
    }

    private async ValueTask<Value> WriteByReflectionAsync(string context, object value)
    {
        var type = value.GetType();
        if (EnumStruct.Of(type) is { } enumStruct)
            return (await WriteAsync(context, enumStruct.Unwrap(value)).ConfigureAwait(false))!;
        if (OutputTypeFields.Of(type) is not { } fields)
            throw new InvalidOperationException($"{type.FullName} is not a supported argument type.\n\t{context}");
        // In the members of a provider's output, references count as dependencies, also for a remote component (Serializer.cs).
        var members = new ValueWriter(mode with { IgnoreReferences = false });
        var written = await members.WriteMembersAsync(context, fields.Read(value)).ConfigureAwait(false);
        Dependencies.UnionWith(members.Dependencies);
        return Value.ForStruct(written);
    }

    /// <summary>The members of a provider's output. The official SDK keeps their nulls, unlike those of arguments.</summary>
    private async ValueTask<Struct> WriteMembersAsync(string context, IEnumerable<Argument> members)
    {
        var written = new List<Field>();
        foreach (var (name, member) in members)
            written.Add(new Field(name, await WriteAsync($"{context}.{name}", member).ConfigureAwait(false) ?? Value.ForNull()));
        return Structs.Of(written);
    }

    private static IEnumerable<Argument> Entries(string context, IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is not string key)
                throw new InvalidOperationException($"A dictionary needs string keys to be an argument.\n\t{context}");
            yield return new Argument(key, entry.Value);
        }
    }

    /// <summary>A default immutable array is a list that throws on every use, even on counting.</summary>
    internal static bool IsUninitialised(IList list) => list.GetType().IsValueType && list.Equals(Activator.CreateInstance(list.GetType()));
}
