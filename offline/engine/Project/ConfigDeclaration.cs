namespace PmCrm.Preview.Project;

/// <summary>One key of the configuration schema in Pulumi.yaml.</summary>
/// <param name="Key">The full key, <c>namespace:name</c>.</param>
/// <param name="Name">The key as Pulumi.yaml writes it.</param>
/// <param name="Type">Null when the schema does not say.</param>
/// <param name="Default">Its default or fixed value; null when a stack must set the key.</param>
/// <param name="IsSecret">The schema requires that stacks encrypt it.</param>
/// <param name="Position">Where the key is declared.</param>
public sealed record ConfigDeclaration(string Key, string Name, ConfigType? Type, ConfigValue? Default, bool IsSecret, Position Position);
