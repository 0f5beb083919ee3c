using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;
using KindOf = Google.Protobuf.WellKnownTypes.Value.KindOneofCase;

namespace PmCrm.Preview.Engine;

/// <summary>Gathers the texts that are marked secret on the wire, for the mask.</summary>
public sealed class SecretCollector
{
    // Inside a secret map or list, only texts of at least this length are taken as secrets. Shorter ones are mostly not secret (a port, a
    // mode, a user name). A secret text that is not inside a map or list is always taken.
    private const int ShortestInsideContainer = 8;

    private static readonly HashSet<string> Words = ["true", "false", "null"];

    private readonly HashSet<string> texts = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Texts => texts;

    public void Add(string text)
    {
        if (text != Wire.Unknown && !Words.Contains(text))
            texts.Add(text);
    }

    /// <summary>Adds every secret text within the properties.</summary>
    public void AddFrom(Struct? properties)
    {
        if (properties is not null)
            foreach (var value in properties.Fields.Values)
                AddFrom(value, secret: false, inside: false);
    }

    /// <summary>Adds every secret text within the value.</summary>
    public void AddFrom(Value value) => AddFrom(value, secret: false, inside: false);

    private void AddFrom(Value value, bool secret, bool inside)
    {
        switch (value.KindCase)
        {
            case KindOf.StringValue when secret && (!inside || value.StringValue.Length >= ShortestInsideContainer):
                Add(value.StringValue);
                break;
            case KindOf.ListValue:
                foreach (var item in value.ListValue.Values)
                    AddFrom(item, secret, inside: true);
                break;
            case KindOf.StructValue when Wire.IsSecret(value):
                if (value.StructValue.Fields.TryGetValue("value", out var content))
                    AddFrom(content, secret: true, inside);
                break;
            case KindOf.StructValue:
                var special = Wire.SignatureOf(value) is not null;
                foreach (var (key, item) in value.StructValue.Fields)
                    if (key != Wire.Signature)
                        AddFrom(item, secret, inside: !special || inside);
                break;
        }
    }
}
