using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PmCrm.Sdk.Tests.Surface;

/// <summary>
/// The public API of an assembly, one type or member per line: everything that overload resolution, conversions and named arguments use.
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().SelectMany(LinesOf).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> LinesOf(Type type)
    {
        var name = NameOf(type);
        yield return $"{name} is {KindOf(type)}{Constraints(type.GetGenericArguments())}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield return $"{name} {SignatureOf(type.GetMethod("Invoke")!)}";
            yield break;
        }
        if (type.BaseType is { } above && above != typeof(object) && above != typeof(ValueType) && !type.IsEnum)
            yield return $"{name} is {NameOf(above)}";
        foreach (var implemented in type.GetInterfaces().Where(candidate => candidate.IsVisible))
            yield return $"{name} is {NameOf(implemented)}";
        foreach (var member in type.GetMembers(Declared).Where(member => IsVisible(type, member)))
            yield return $"{name} {LineOf(member)}";
    }

    private static bool IsVisible(Type type, MemberInfo member) =>
        member switch
        {
            MethodBase { IsSpecialName: true, IsConstructor: false } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) =>
                false,
            MethodInfo method when IsFromTheStart(method.GetBaseDefinition().DeclaringType!) => false,
            MethodBase method => IsVisible(type, method) && !member.IsDefined(typeof(CompilerGeneratedAttribute)),
            FieldInfo field => (field.IsPublic || (field.IsFamily && !type.IsSealed)) && field.Name != "value__",
            PropertyInfo property => property.GetAccessors(nonPublic: true).Any(accessor => IsVisible(type, accessor)),
            EventInfo declared => IsVisible(type, declared.AddMethod!),
            _ => false,
        };

    private static bool IsFromTheStart(Type type) => type == typeof(object) || type == typeof(ValueType);

    private static bool IsVisible(Type type, MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !type.IsSealed);

    private static string LineOf(MemberInfo member) =>
        member switch
        {
            ConstructorInfo constructor => $"new({Parameters(constructor)})",
            MethodInfo method => SignatureOf(method),
            FieldInfo { IsLiteral: true } constant => $"const {constant.Name} = {constant.GetRawConstantValue()}",
            FieldInfo field => $"{Static(field.IsStatic)}{field.Name}: {NameOf(field.FieldType)}",
            PropertyInfo property => LineOf(property),
            _ => member.ToString()!,
        };

    private static string LineOf(PropertyInfo property)
    {
        var isStatic = Static(property.GetAccessors(nonPublic: true)[0].IsStatic);
        var accessors = Accessor(property.GetMethod, " get") + Accessor(property.SetMethod, " set");
        return $"{isStatic}{property.Name}{Index(property.GetIndexParameters())}: {NameOf(property.PropertyType)}{accessors}";
    }

    private static string SignatureOf(MethodInfo method)
    {
        var arguments = method.GetGenericArguments();
        var generic = arguments.Length > 0 ? $"<{string.Join(", ", arguments.Select(NameOf))}>" : "";
        var name = $"{Static(method.IsStatic)}{method.Name}{generic}";
        return $"{name}({Parameters(method)}): {NameOf(method.ReturnType)}{Constraints(arguments)}";
    }

    private static string Index(ParameterInfo[] parameters) => parameters.Length == 0 ? "" : $"[{Parameters(parameters)}]";

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Accessor(MethodInfo? accessor, string name) =>
        accessor is null || !IsVisible(accessor.DeclaringType!, accessor) ? "" : name;

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) =>
        string.Join(
            ", ",
            parameters.Select(parameter =>
                (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
                + (parameter.IsOut ? "out " : "")
                + $"{NameOf(parameter.ParameterType)} {parameter.Name}"
                + (
                    parameter.HasDefaultValue
                        ? $" = {Convert.ToString(parameter.DefaultValue, CultureInfo.InvariantCulture) ?? "default"}"
                        : ""
                )
            )
        );

    private static string Constraints(Type[] arguments) =>
        string.Concat(
            arguments
                .Where(argument => argument.IsGenericParameter)
                .SelectMany(argument =>
                    argument
                        .GetGenericParameterConstraints()
                        .Select(NameOf)
                        .Concat(HasNew(argument) ? ["new()"] : [])
                        .Select(constraint => $" where {argument.Name}: {constraint}")
                )
        );

    private static bool HasNew(Type argument) =>
        argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint);

    private static string KindOf(Type type) =>
        type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
            return NameOf(type.GetElementType()!);
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter)
            return type.Name;
        var above = type.IsNested ? NameOf(type.DeclaringType!) : type.Namespace;
        var own = above is null or "System" ? type.Name : $"{above}.{type.Name}";
        return type.IsGenericType && type.Name.Contains('`', StringComparison.Ordinal)
            ? $"{own[..own.LastIndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : own;
    }
}
