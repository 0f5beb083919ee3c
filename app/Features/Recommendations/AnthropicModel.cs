using PmCrm.App.Configuration;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Recommendations;

/// <summary>
/// Anthropic's Messages API. The request and answer formats are those of github.com/anthropics/anthropic-sdk-python:
/// src/anthropic/types/message_create_params.py, output_config_param.py, json_output_format_param.py, message.py.
/// </summary>
public sealed class AnthropicModel([FromKeyedServices(AnthropicModel.ServiceName)] OutsideService service, AppOptions options)
    : IWordingModel
{
    public const string ServiceName = "anthropic";

    /// <summary>
    /// A small model: it is enough for a sentence, and a person is waiting. It supports output_config.format without a beta header
    /// (https://platform.claude.com/docs/en/build-with-claude/structured-outputs), and it has no retirement date (anthropic-sdk-python of
    /// August 2026: DEPRECATED_MODELS in src/anthropic/resources/messages/messages.py).
    /// </summary>
    public const string DefaultModel = "claude-haiku-4-5";

    private readonly string model = options.AnthropicModel ?? DefaultModel;

    public static OutsideServiceOptions Service { get; } = ModelRequest.Service(ServiceName, "https://api.anthropic.com/");

    public string Name => $"{ServiceName}/{model}";

    public async Task<ModelAnswer> Ask(string instructions, string data, CancellationToken cancellationToken)
    {
        using var request = ModelRequest.Of("v1/messages", writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteNumber("max_tokens", ModelRequest.MaxOutputTokens);
            writer.WriteString("system", instructions);
            writer.WriteStartArray("messages");
            writer.WriteStartObject();
            writer.WriteString("role", "user");
            writer.WriteString("content", data);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteStartObject("output_config");
            writer.WriteStartObject("format");
            writer.WriteString("type", "json_schema");
            writer.WritePropertyName("schema");
            ModelRequest.WriteSchema(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        request.Headers.Add("x-api-key", options.AnthropicApiKey);
        request.Headers.Add("anthropic-version", "2023-06-01");
        return await ModelRequest.Send(
            service,
            request,
            answer =>
            {
                var usage = answer.GetProperty("usage");
                var tokens = usage.GetProperty("input_tokens").GetInt64() + usage.GetProperty("output_tokens").GetInt64();
                foreach (var block in answer.GetProperty("content").EnumerateArray())
                    if (block.GetProperty("type").GetString() == "text")
                        return new ModelAnswer(block.GetProperty("text").GetString() ?? "", tokens);
                return null;
            },
            cancellationToken
        );
    }
}
