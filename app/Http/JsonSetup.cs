using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PmCrm.App.Http;

public static class JsonSetup
{
    /// <summary>
    /// The rules for JSON: camelCase; an unknown, missing or repeated property is an error; enums are strings; times have an offset.
    /// </summary>
    public static IServiceCollection AddStrictJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(json =>
        {
            var options = json.SerializerOptions;
            options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.AllowDuplicateProperties = false;
            options.RespectNullableAnnotations = true;
            options.RespectRequiredConstructorParameters = true;
            options.NumberHandling = JsonNumberHandling.Strict;
            options.MaxDepth = 16;
            options.Converters.Add(new MomentConverter());
        });

    /// <summary>Adds a feature's source-generated contracts. All of them refuse texts that cannot be stored.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services, IJsonTypeInfoResolver contracts) =>
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.TypeInfoResolverChain.Add(contracts.WithAddedModifier(UnstorableJson.RefuseIn))
        );
}
