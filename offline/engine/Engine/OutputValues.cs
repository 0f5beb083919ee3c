using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Engine;

/// <summary>
/// The form of values that a program's transforms work with: a secret or an unknown is an output value, which the program
/// reads as an Output. Other values are the same in both forms.
/// </summary>
internal static class OutputValues
{
    private const string ValueKey = "value";
    private const string SecretKey = "secret";
    private const string DependenciesKey = "dependencies";

    /// <summary>Secrets and unknowns as output values.</summary>
    public static Struct From(Struct fields) => Map(fields, value =>
        {
            if (Wire.IsUnknown(value))
                return Output(null, isSecret: false);
            if (Wire.SignatureOf(value) != Wire.Secret)
                return null;
            var inner = value.StructValue.Fields[ValueKey];
            return Output(Wire.IsUnknown(inner) ? null : inner, isSecret: true);
        });

    /// <summary>Output values as secrets, unknowns and plain values.</summary>
    public static Struct ToPlain(Struct fields) => Map(fields, value =>
        {
            if (Wire.SignatureOf(value) != Wire.OutputValue)
                return null;
            if (!value.StructValue.Fields.TryGetValue(ValueKey, out var inner))
                return Value.ForString(Wire.Unknown);
            var plain = ToPlain(new Struct { Fields = { [ValueKey] = inner } }).Fields[ValueKey];
            return Wire.IsSecret(value) ? Wire.AsSecret(plain) : plain;
        });

    /// <summary>Each property that depends on resources as an output value that says so (source_eval.go, upgradeOutputValues).</summary>
    public static Struct WithDependencies(Struct properties, Func<string, IEnumerable<string>> dependenciesOf)
    {
        var result = new Struct();
        foreach (var (key, value) in properties.Fields)
        {
            var known = DependenciesOf(value);
            List<string> all = [.. known.Concat(dependenciesOf(key)).Distinct(StringComparer.Ordinal)];
            result.Fields[key] = all.Count == known.Count ? value : Depending(value, all);
        }
        return result;
    }

    /// <summary>The resources that the output values anywhere inside depend on (source_eval.go, addOutputDependencies).</summary>
    public static IReadOnlyList<string> DependenciesOf(Value value)
    {
        var found = new List<string>();
        Collect(value);
        return [.. found.Distinct(StringComparer.Ordinal)];

        void Collect(Value inside)
        {
            foreach (var item in inside.ListValue?.Values ?? [])
                Collect(item);
            if (inside.StructValue is not { } fields)
                return;
            if (Wire.SignatureOf(inside) == Wire.OutputValue && fields.Fields.TryGetValue(DependenciesKey, out var urns))
                found.AddRange(urns.ListValue.Values.Select(urn => urn.StringValue));
            foreach (var (key, field) in fields.Fields)
                if (key != DependenciesKey || Wire.SignatureOf(inside) != Wire.OutputValue)
                    Collect(field);
        }
    }

    private static Value Depending(Value value, IEnumerable<string> urns)
    {
        var output = Wire.SignatureOf(value) == Wire.OutputValue ? value.Clone() : Output(value, isSecret: false);
        output.StructValue.Fields[DependenciesKey] = Value.ForList([.. urns.Select(Value.ForString)]);
        return output;
    }

    private static Struct Map(Struct fields, Func<Value, Value?> replace)
    {
        var result = new Struct();
        foreach (var (key, value) in fields.Fields)
            result.Fields[key] = Map(value, replace);
        return result;
    }

    private static Value Map(Value value, Func<Value, Value?> replace) =>
        replace(value)
        ?? value.KindCase switch
        {
            Value.KindOneofCase.StructValue => Value.ForStruct(Map(value.StructValue, replace)),
            Value.KindOneofCase.ListValue => Value.ForList([.. value.ListValue.Values.Select(item => Map(item, replace))]),
            _ => value,
        };

    private static Value Output(Value? inner, bool isSecret)
    {
        var output = new Struct { Fields = { [Wire.Signature] = Value.ForString(Wire.OutputValue) } };
        if (inner is not null)
            output.Fields[ValueKey] = inner;
        if (isSecret)
            output.Fields[SecretKey] = Value.ForBool(true);
        return Value.ForStruct(output);
    }
}
