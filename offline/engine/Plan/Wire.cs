using Google.Protobuf.WellKnownTypes;

namespace PmCrm.Preview.Plan;

/// <summary>
/// The special values of the wire protocol. Each is a struct with <see cref="Signature"/> as a key, whose value says what
/// the other keys mean; an unknown is a fixed string.
/// </summary>
public static class Wire
{
    public const string Signature = "4dabf18193072939515e22adb298388d";
    public const string Secret = "1b47061264138c4ac30d75fd1eb44270";
    public const string Asset = "c44067f5952c0a294b673a41bacd8c17";
    public const string Archive = "0def7320c3a5731c473e5ecbe6d01bc7";
    public const string Reference = "5cf8f73096256a8f31e491e813e4eb8e";
    public const string OutputValue = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

    /// <summary>The mark for NaN and the infinities in JSON; on the wire they are numbers.</summary>
    public const string NonFinite = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";

    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>The signature of a special struct, or null for every other value.</summary>
    public static string? SignatureOf(Value value) =>
        value.KindCase == Value.KindOneofCase.StructValue
        && value.StructValue.Fields.TryGetValue(Signature, out var signature)
        && signature.KindCase == Value.KindOneofCase.StringValue
            ? signature.StringValue
            : null;

    public static bool IsUnknown(Value value) => value.KindCase == Value.KindOneofCase.StringValue && value.StringValue == Unknown;

    /// <summary>Whether the value is marked secret at its top.</summary>
    public static bool IsSecret(Value value) =>
        SignatureOf(value) switch
        {
            Secret => true,
            OutputValue => value.StructValue.Fields.TryGetValue("secret", out var secret) && secret.BoolValue,
            _ => false,
        };

    /// <summary>Marks a value secret, once.</summary>
    public static Value AsSecret(Value value)
    {
        if (IsSecret(value))
            return value;
        var wrapped = new Struct();
        wrapped.Fields[Signature] = Value.ForString(Secret);
        wrapped.Fields["value"] = value;
        return Value.ForStruct(wrapped);
    }
}
