using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>Makes outputs, and combines them.</summary>
public static partial class Output
{
    public static Output<T> Create<T>(T value) => new(OutputData.Plain(value));

    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    public static Output<T> CreateSecret<T>(T value) => new(OutputData.Plain(value) with { IsSecret = true });

    public static Output<T> CreateSecret<T>(Task<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Output<T>.FromTask(value, isSecret: true);
    }

    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Remark(data => data with { IsSecret = true });
    }

    /// <summary>The same value, no longer marked as secret. The original keeps its mark.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => output.Remark(data => data with { IsSecret = false });

    public static async Task<bool> IsSecretAsync<T>(Output<T> output) => (await output.DataTask.ConfigureAwait(false)).IsSecret;

    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => Collect<T>(Array.ConvertAll(inputs, Later));

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => All(inputs.ToArray());

    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => Collect<T>(Array.ConvertAll(outputs, Now));

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) => All(outputs.ToArray());

    /// <summary>Formats an interpolated string whose holes may be inputs and outputs, in the invariant culture.</summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        return new Output<string>(Resolve());

        async Task<OutputData> Resolve()
        {
            var merge = new OutputMerge();
            var holes = formattableString.GetArguments();
            var values = new object?[holes.Length];
            for (var i = 0; i < holes.Length; i++)
            {
                var source = holes[i] is IInput input ? input.DataTask : (holes[i] as IOutput)?.DataTask;
                values[i] = source == null ? holes[i] : merge.Take(await source.ConfigureAwait(false));
            }

            return merge.With(merge.IsKnown ? string.Format(CultureInfo.InvariantCulture, formattableString.Format, values) : null!);
        }
    }

    /// <summary>JSON of a value that may contain outputs and inputs. If one of them is secret or unknown, so is the text.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Output<string>(OutputJsonWriter.WriteAsync(value, options));
    }

    /// <summary>The value of a JSON text. Outputs inside it are secret or unknown as the text is.</summary>
    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new Output<T>(OutputJsonReader.ReadAsync<T>(json, options));
    }

    private static Output<ImmutableArray<T>> Collect<T>(Task<OutputData>[] items) =>
        new(OutputFlow.CombineAsync(items, values => ImmutableArray.Create(Array.ConvertAll(values, OutputData.As<T>))));
}
