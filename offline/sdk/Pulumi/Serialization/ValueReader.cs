using System.Collections.Immutable;
using System.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>
/// Reads values of the wire as plain ones: string, double, bool, null, <c>ImmutableArray&lt;object?&gt;</c>,
/// <c>ImmutableDictionary&lt;string, object?&gt;</c>, assets, archives and resources.
/// </summary>
internal static class ValueReader
{
    private static readonly MethodInfo MakeOutputMethod = typeof(ValueReader).GetMethod(
        nameof(MakeOutput),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    /// <summary>A secret or an unknown anywhere inside makes the whole value secret or unknown.</summary>
    public static OutputData Read(Value value)
    {
        var marks = new Marks();
        var plain = ReadInner(value, ref marks);
        return new OutputData(plain, !marks.Unknown, marks.Secret, []);
    }

    private static object? ReadInner(Value value, ref Marks marks)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.NullValue:
                return null;
            case Value.KindOneofCase.NumberValue:
                return value.NumberValue;
            case Value.KindOneofCase.BoolValue:
                return value.BoolValue;
            case Value.KindOneofCase.StringValue when value.StringValue == Wire.Unknown:
                marks.Unknown = true;
                return null;
            case Value.KindOneofCase.StringValue:
                return value.StringValue;
            case Value.KindOneofCase.ListValue:
                var items = ImmutableArray.CreateBuilder<object?>(value.ListValue.Values.Count);
                foreach (var item in value.ListValue.Values)
                    items.Add(ReadInner(item, ref marks));
                return items.MoveToImmutable();
            case Value.KindOneofCase.StructValue:
                return ReadStruct(value, ref marks);
            default:
                throw new InvalidOperationException($"The engine sent a value without a kind ({value.KindCase}).");
        }
    }

    private static object? ReadStruct(Value value, ref Marks marks)
    {
        switch (Structs.SignatureOf(value))
        {
            case Wire.SecretSignature:
                var inner = value.StructValue.Fields.GetValueOrDefault(Wire.Value) ?? throw Malformed("secret");
                // An output has a mark of its own.
                marks.Secret |= Structs.SignatureOf(inner) != Wire.OutputSignature;
                return ReadInner(inner, ref marks);
            case Wire.AssetSignature:
                return ReadAsset(value.StructValue);
            case Wire.ArchiveSignature:
                return ReadArchive(value.StructValue);
            case Wire.ResourceSignature:
                return ReadResource(value.StructValue);
            case Wire.OutputSignature:
                return ReadOutput(value.StructValue);
        }

        var fields = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var (name, field) in value.StructValue.Fields)
        {
            // Names with this prefix are internal to the engine and the providers.
            if (!name.StartsWith("__", StringComparison.Ordinal))
                fields[name] = ReadInner(field, ref marks);
        }

        return fields.ToImmutable();
    }

    private static Asset ReadAsset(Struct fields)
    {
        if (Structs.TextAt(fields, Wire.AssetPath) is { } path)
            return new FileAsset(path);
        if (Structs.TextAt(fields, Wire.AssetUri) is { } uri)
            return new RemoteAsset(uri);
        return Structs.TextAt(fields, Wire.AssetText) is { } text ? new StringAsset(text) : throw Malformed("asset");
    }

    private static Archive ReadArchive(Struct fields)
    {
        if (Structs.TextAt(fields, Wire.AssetPath) is { } path)
            return new FileArchive(path);
        if (Structs.TextAt(fields, Wire.AssetUri) is { } uri)
            return new RemoteArchive(uri);
        if (!fields.Fields.TryGetValue(Wire.ArchiveAssets, out var assets) || assets.KindCase != Value.KindOneofCase.StructValue)
            throw Malformed("archive");
        return new AssetArchive(
            assets.StructValue.Fields.ToImmutableDictionary(
                entry => entry.Key,
                entry => Read(entry.Value).Value as AssetOrArchive ?? throw Malformed("archive")
            )
        );
    }

    private static Resource ReadResource(Struct fields)
    {
        var urn = Structs.TextAt(fields, Wire.Urn) ?? throw Malformed("resource reference");
        return ResourceTypes.Construct(urn, Structs.TextAt(fields, Wire.PackageVersion)) ?? new DependencyResource(urn);
    }

    private static object ReadOutput(Struct fields)
    {
        var isKnown = fields.Fields.TryGetValue(Wire.Value, out var value);
        var isSecret = fields.Fields.TryGetValue(Wire.Secret, out var secret) && secret.BoolValue;
        ImmutableHashSet<Resource> resources = fields.Fields.TryGetValue(Wire.Dependencies, out var urns)
            ? [.. urns.ListValue.Values.Select(urn => new DependencyResource(urn.StringValue))]
            : [];
        var plain = isKnown ? Read(value!).Value : null;
        return MakeOutputMethod.MakeGenericMethod(plain?.GetType() ?? typeof(object)).Invoke(null, [plain, isKnown, isSecret, resources])!;
    }

    private static Output<T> MakeOutput<T>(T value, bool isKnown, bool isSecret, ImmutableHashSet<Resource> resources) =>
        new(new OutputData(value, isKnown, isSecret, resources));

    private static InvalidOperationException Malformed(string kind) => new($"The engine sent a malformed {kind}.");

    private struct Marks
    {
        public bool Unknown;
        public bool Secret;
    }
}
