namespace Pulumi;

/// <summary>An <see cref="Output{T}"/> whose type argument is not known at compile time.</summary>
internal interface IOutput
{
    Task<OutputData> DataTask { get; }
}
