namespace Pulumi;

internal sealed class ExactConverter<T>() : ValueConverter<T>(typeof(T))
{
    private protected override object? Convert(string context, T plain, Action<string> warn) => plain;

    /// <summary>False or zero for an optional property too, as with the official SDK.</summary>
    private protected override object? InPlaceOfMismatch => default(T);
}

internal sealed class IntConverter() : ValueConverter<double>(typeof(int))
{
    private protected override object Convert(string context, double plain, Action<string> warn) => (int)plain;
}

internal sealed class AnyConverter() : ValueConverter<object>(typeof(object))
{
    private protected override object Convert(string context, object plain, Action<string> warn) => plain;
}

internal sealed class EnumConverter(Type type) : ValueConverter<double>(type)
{
    private protected override object Convert(string context, double plain, Action<string> warn) => Enum.ToObject(Type, (int)plain);
}

/// <summary>
/// A reference to a resource of another class is an error, not a warning: the program may be about to use the resource. Any other value
/// in place of a reference is a mismatch like any other.
/// </summary>
internal sealed class ReferenceConverter<T>() : ValueConverter<Resource>(typeof(T))
    where T : Resource
{
    private protected override object? Convert(string context, Resource plain, Action<string> warn) =>
        plain is T
            ? plain
            : throw new InvalidCastException(
                $"{context} is a {typeof(T).FullName}, and the engine refers to '{plain.GetResourceName()}', a {plain.GetType().FullName}."
            );
}

/// <summary>Another value in place of an asset gives no warning: providers send texts that mean null.</summary>
internal sealed class AssetConverter<T>() : ValueConverter(typeof(T))
    where T : AssetOrArchive
{
    public override bool TryConvert(string context, object plain, Action<string> warn, out object? value, out string problem)
    {
        AssetOrArchive invalid = typeof(T) == typeof(Archive) ? new InvalidArchive() : new InvalidAsset();
        value = plain is T ? plain : invalid;
        problem = "";
        return true;
    }
}

internal sealed class EnumStructConverter(Type type, EnumStruct enumStruct) : ValueConverter(type)
{
    public override bool TryConvert(string context, object plain, Action<string> warn, out object? value, out string problem)
    {
        var kind = plain.GetType();
        var fits = kind == enumStruct.Underlying;
        value = fits ? enumStruct.Wrap(plain) : null;
        // The engine's log has these words under the official SDK too (Converter.cs, TryConvertObject).
        problem =
            fits ? ""
            : plain is string or double
                ? $"Expected target type {Type.FullName} to have a constructor with a single {kind.FullName} parameter."
            : $"Expected {typeof(string).FullName} or {typeof(double).FullName} but got {kind.FullName} deserializing {context}";
        return fits;
    }
}

internal sealed class JsonElementConverter() : ValueConverter(typeof(System.Text.Json.JsonElement))
{
    public override bool TryConvert(string context, object plain, Action<string> warn, out object? value, out string problem)
    {
        try
        {
            value = JsonValues.FromPlain(plain);
            problem = "";
            return true;
        }
        catch (NotSupportedException e)
        {
            value = null;
            problem = $"{e.Message} when converting {context} to {nameof(System.Text.Json.JsonElement)}";
            return false;
        }
    }
}
