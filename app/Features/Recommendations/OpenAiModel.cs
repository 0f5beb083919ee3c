using System.Net.Http.Headers;
using PmCrm.App.Configuration;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Recommendations;

/// <summary>
/// OpenAI's Responses API. The request and answer formats are those of github.com/openai/openai-python:
/// src/openai/types/responses/response_create_params.py, response_format_text_json_schema_config_param.py, response_output_text.py,
/// response_usage.py.
/// </summary>
public sealed class OpenAiModel([FromKeyedServices(OpenAiModel.ServiceName)] OutsideService service, AppOptions options) : IWordingModel
{
    public const string ServiceName = "openai";

    /// <summary>A small model without a reasoning phase, since a person is waiting.</summary>
    public const string DefaultModel = "gpt-4.1-mini";

    private readonly string model = options.OpenAiModel ?? DefaultModel;

    public static OutsideServiceOptions Service { get; } = ModelRequest.Service(ServiceName, "https://api.openai.com/");

    public string Name => $"{ServiceName}/{model}";

    public async Task<ModelAnswer> Ask(string instructions, string data, CancellationToken cancellationToken)
    {
        using var request = ModelRequest.Of("v1/responses", writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteString("instructions", instructions);
            writer.WriteString("input", data);
            writer.WriteNumber("max_output_tokens", ModelRequest.MaxOutputTokens);
            // OpenAI must not store the request and answer.
            writer.WriteBoolean("store", false);
            writer.WriteStartObject("text");
            writer.WriteStartObject("format");
            writer.WriteString("type", "json_schema");
            writer.WriteString("name", "recommendations");
            writer.WriteBoolean("strict", true);
            writer.WritePropertyName("schema");
            ModelRequest.WriteSchema(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.OpenAiApiKey);
        return await ModelRequest.Send(
            service,
            request,
            answer =>
            {
                var tokens = answer.GetProperty("usage").GetProperty("total_tokens").GetInt64();
                foreach (var item in answer.GetProperty("output").EnumerateArray())
                    if (item.GetProperty("type").GetString() == "message")
                        foreach (var part in item.GetProperty("content").EnumerateArray())
                            if (part.GetProperty("type").GetString() == "output_text")
                                return new ModelAnswer(part.GetProperty("text").GetString() ?? "", tokens);
                return null;
            },
            cancellationToken
        );
    }
}
