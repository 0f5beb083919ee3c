using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

/// <summary>
/// Writes values that contain outputs. A JSON converter cannot await, so the value is written, the pending outputs are awaited, and the
/// value is written again until none is pending.
/// </summary>
internal static class OutputJsonWriter
{
    public static async Task<OutputData> WriteAsync<T>(Output<T> value, JsonSerializerOptions? options)
    {
        var root = await value.DataTask.ConfigureAwait(false);
        if (!root.IsKnown)
            return OutputData.Unknown(root.Resources, root.IsSecret);

        while (true)
        {
            var pass = new OutputJsonPass();
            var json = JsonSerializer.Serialize(root.ValueAs<T>(), pass.Extend(options));
            if (pass.Pending.Count > 0)
            {
                await Task.WhenAll(pass.Pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            pass.Marks.Take(root);
            return pass.Marks.With(pass.Marks.IsKnown ? json : "");
        }
    }
}

/// <summary>Reads values that contain outputs, which are secret or unknown as the text is.</summary>
internal static class OutputJsonReader
{
    public static async Task<OutputData> ReadAsync<T>(Output<string> json, JsonSerializerOptions? options)
    {
        var text = await json.DataTask.ConfigureAwait(false);
        if (!text.IsKnown)
            return OutputData.Unknown(text.Resources, text.IsSecret);

        var pass = new OutputJsonPass { Source = text };
        var value = JsonSerializer.Deserialize<T>(Encoding.UTF8.GetBytes(text.ValueAs<string>()), pass.Extend(options))!;
        return new OutputData(value, IsKnown: true, text.IsSecret, text.Resources);
    }
}

/// <summary>State of one writing or reading: the marks found, and the outputs that were still pending.</summary>
internal sealed class OutputJsonPass
{
    public List<Task> Pending { get; } = [];

    public OutputMerge Marks { get; } = new();

    public OutputData Source { get; init; } = OutputData.Plain("");

    public JsonSerializerOptions Extend(JsonSerializerOptions? options) =>
        new(options ?? JsonSerializerOptions.Default) { Converters = { new OutputJsonConverterFactory(this) } };

    public void Write<T>(Utf8JsonWriter writer, Output<T> output, JsonSerializerOptions options)
    {
        if (!output.DataTask.IsCompleted)
        {
            Pending.Add(output.DataTask);
            writer.WriteNullValue();
            return;
        }

        // As in the official SDK, a failure comes wrapped, the mark of an unknown secret gets lost, and the converter of the static type
        // writes the value: it writes any object as an empty one (Output.cs, OutputJsonConverter).
        var data = output.DataTask.Result;
        Marks.Take(data with { IsSecret = data.IsSecret && data.IsKnown });
        if (data.IsKnown)
            ((JsonConverter<T>)options.GetConverter(typeof(T))).Write(writer, data.ValueAs<T>(), options);
        else
            writer.WriteNullValue();
    }

    public Output<T> Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        new(new OutputData(JsonSerializer.Deserialize<T>(ref reader, options), IsKnown: true, Source.IsSecret, Source.Resources));
}

/// <summary>Converters for the output and input types, not for types derived from them.</summary>
internal sealed class OutputJsonConverterFactory(OutputJsonPass pass) : JsonConverterFactory
{
    private static readonly Dictionary<Type, Type> Converters = new()
    {
        [typeof(Output<>)] = typeof(OutputConverter<>),
        [typeof(Input<>)] = typeof(InputConverter<>),
        [typeof(InputList<>)] = typeof(ListConverter<>),
        [typeof(InputMap<>)] = typeof(MapConverter<>),
    };

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && Converters.ContainsKey(typeToConvert.GetGenericTypeDefinition());

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)
            Activator.CreateInstance(
                Converters[typeToConvert.GetGenericTypeDefinition()].MakeGenericType(typeToConvert.GetGenericArguments()),
                pass
            )!;

    private sealed class OutputConverter<T>(OutputJsonPass pass) : JsonConverter<Output<T>>
    {
        public override Output<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            pass.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Output<T> value, JsonSerializerOptions options) =>
            pass.Write(writer, value, options);
    }

    private sealed class InputConverter<T>(OutputJsonPass pass) : JsonConverter<Input<T>>
    {
        public override Input<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            pass.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Input<T> value, JsonSerializerOptions options) =>
            pass.Write(writer, value.ToOutput(), options);
    }

    private sealed class ListConverter<T>(OutputJsonPass pass) : JsonConverter<InputList<T>>
    {
        public override InputList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            pass.Read<ImmutableArray<T>>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, InputList<T> value, JsonSerializerOptions options) =>
            pass.Write(writer, value.ToOutput(), options);
    }

    private sealed class MapConverter<T>(OutputJsonPass pass) : JsonConverter<InputMap<T>>
    {
        public override InputMap<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            pass.Read<ImmutableDictionary<string, T>>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, InputMap<T> value, JsonSerializerOptions options) =>
            pass.Write(writer, value.ToOutput(), options);
    }
}
