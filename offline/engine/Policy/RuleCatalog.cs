using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy;

/// <summary>
/// Every rule. The build writes <c>Create</c> from the files below <c>Policy/Rules</c> (preview.csproj): the native program has no
/// reflection to find them, and a list written by hand would become outdated.
/// </summary>
internal static partial class RuleCatalog
{
    private static readonly Lazy<IReadOnlyList<PolicyRule>> Rules = new(() => [.. Create().OrderBy(rule => rule.Id, IdOrder)]);

    /// <summary>By id.</summary>
    public static IReadOnlyList<PolicyRule> All => Rules.Value;

    /// <summary>Ids in the order of their numbers: CKV_GCP_9 comes before CKV_GCP_10.</summary>
    public static IComparer<string> IdOrder { get; } =
        Comparer<string>.Create(
            (a, b) =>
                string.CompareOrdinal(Word(a), Word(b)) is var byWord and not 0 ? byWord
                : Number(a).CompareTo(Number(b)) is var byNumber and not 0 ? byNumber
                : string.CompareOrdinal(a, b)
        );

    private static partial PolicyRule[] Create();

    private static string Word(string id) => id.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private static int Number(string id) => int.TryParse(id.AsSpan(Word(id).Length), out var number) ? number : 0;
}
