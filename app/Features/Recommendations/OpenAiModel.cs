using System.Net.Http.Headers;
using PmCrm.App.Configuration;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Recommendations;

/// <summary>
/// OpenAI's Responses API. The shapes are those of github.com/openai/openai-python: src/openai/types/responses/response_create_params.py,
/// response_format_text_json_schema_config_param.py (name, schema, strict), response_output_text.py, response_usage.py, and
/// src/openai/types/shared_params/reasoning.py.
/// </summary>
public sealed class OpenAiModel([FromKeyedServices(OpenAiModel.ServiceName)] OutsideService service, AppOptions options) : IWordingModel
{
    public const string ServiceName = "openai";

    /// <summary>
    /// A small model. gpt-4.1-mini, the default before it, shuts down on 14 January 2027
    /// (https://developers.openai.com/api/docs/deprecations). The name is in github.com/openai/openai-python,
    /// src/openai/types/shared/chat_model.py. It takes the effort "none" and structured outputs: only catalogues of resellers could be read
    /// for that (https://docs.venice.ai/models/gpt-5-4-mini).
    /// </summary>
    public const string DefaultModel = "gpt-5.4-mini";

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
            // It would think first, which counts as output, while a person waits. Models that do not reason refuse the parameter
            // (github.com/openai/openai-openapi, openapi.yaml, Reasoning), so it goes with the model that is known to take it.
            if (model == DefaultModel)
            {
                writer.WriteStartObject("reasoning");
                writer.WriteString("effort", "none");
                writer.WriteEndObject();
            }
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
