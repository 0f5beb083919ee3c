using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;
using KindOf = Google.Protobuf.WellKnownTypes.Value.KindOneofCase;

namespace PmCrm.Preview.Engine;

/// <summary>Converts wire values into plan values; secrets are masked.</summary>
internal sealed class PlanValueReader(SecretMask mask)
{
    // Only fingerprints remain of a secret's content.
    private static readonly PlanValueReader Unmasked = new(new SecretMask([]));

    public PlanMap Read(Struct? properties)
    {
        if (properties is null || properties.Fields.Count == 0)
            return PlanMap.Empty;
        var entries = new SortedDictionary<string, PlanValue>(StringComparer.Ordinal);
        foreach (var (key, value) in properties.Fields)
            entries[mask.Apply(key)] = Read(value);
        return new PlanMap(entries);
    }

    public PlanValue Read(Value value) =>
        value.KindCase switch
        {
            KindOf.BoolValue => new PlanBool(value.BoolValue),
            KindOf.NumberValue => new PlanNumber(value.NumberValue),
            KindOf.StringValue => ReadText(value.StringValue),
            KindOf.ListValue => new PlanList([.. value.ListValue.Values.Select(Read)]),
            KindOf.StructValue => ReadStruct(value),
            _ => PlanNull.Instance,
        };

    private PlanValue ReadText(string text)
    {
        if (text == Wire.Unknown)
            return PlanUnknown.Instance;
        var masked = mask.Apply(text);
        return ReferenceEquals(masked, text) ? new PlanText(text) : new PlanText(masked, SecretMask.Fingerprint(text));
    }

    private PlanValue ReadStruct(Value value)
    {
        var fields = value.StructValue.Fields;
        switch (Wire.SignatureOf(value))
        {
            case Wire.Secret:
                return ReadSecret(fields.GetValueOrDefault("value"));
            case Wire.OutputValue:
                var content = fields.GetValueOrDefault("value");
                return Wire.IsSecret(value) ? ReadSecret(content)
                    : content is null ? PlanUnknown.Instance
                    : Read(content);
            case Wire.Asset:
                return new PlanAsset("asset", ReadContent(value.StructValue));
            case Wire.Archive:
                return new PlanAsset("archive", ReadContent(value.StructValue));
            case Wire.Reference:
                return new PlanReference(Text(fields, "urn"), Text(fields, "id"));
            default:
                return Read(value.StructValue);
        }
    }

    private PlanMap ReadContent(Struct special)
    {
        var content = special.Clone();
        content.Fields.Remove(Wire.Signature);
        return Read(content);
    }

    private static PlanSecret ReadSecret(Value? content) => PlanSecret.Of(content is null ? PlanUnknown.Instance : Unmasked.Read(content));

    private static string Text(MapField<string, Value> fields, string key) =>
        fields.TryGetValue(key, out var value) ? value.StringValue : "";
}
