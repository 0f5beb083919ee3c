using System.Text.Json;
using System.Text.Json.Nodes;
using PmCrm.Components.Hosting;
using PmCrm.Contract;

namespace PmCrm.Components.Tests.Hosting;

/// <summary>
/// The files for the platforms against the schemas that these publish, as facts: names, types, values and bounds of the members that we
/// write, and none of the schemas' text. Read in public copies of 2026-02-20 in lintel-rs/schemastore-catalog: schemas/railway.json, of
/// https://railway.com/railway.schema.json, and schemas/render-blueprints.json, of https://render.com/schema/render.yaml.json. Render's
/// plans by cores and memory are newer: https://api-docs.render.com/reference/preview-service; render-oss/cli, pkg/client/plans_gen.go.
/// </summary>
public sealed class PublishedSchemaTests
{
    private const string RenderPlans =
        "free, starter, standard, pro, pro plus, pro max, pro ultra, 0.5c-512mb, 1c-2g, 2c-4g, 2c-8g, 2c-16g, 4c-8g, 4c-16g, 4c-32g, "
        + "8c-16g, 8c-32g, 8c-64g, 12c-24g, 12c-48g, 12c-96g";

    private static readonly PublishedSchema Render = new(
        $$"""
        $                                                  | object  | | services
        $.services                                         | array   | |
        $.services[]                                       | object  | | type, name, runtime
        $.services[].type                                  | string  | web, worker, pserv |
        $.services[].name                                  | string  | |
        $.services[].runtime                               | string  | docker, elixir, go, image, node, python, ruby, rust, static |
        $.services[].image                                 | object  | | url
        $.services[].image.url                             | string  | |
        $.services[].image.creds                           | object  | | fromRegistryCreds
        $.services[].image.creds.fromRegistryCreds         | object  | | name
        $.services[].image.creds.fromRegistryCreds.name    | string  | |
        $.services[].region                                | string  | oregon, ohio, frankfurt, singapore, virginia |
        $.services[].plan                                  | string  | {{RenderPlans}} |
        $.services[].numInstances                          | integer | 1.. |
        $.services[].preDeployCommand                      | string  | |
        $.services[].healthCheckPath                       | string  | |
        $.services[].domains                               | array   | |
        $.services[].domains[]                             | string  | |
        $.services[].maxShutdownDelaySeconds               | integer | 1..300 |
        $.services[].envVars                               | array   | |
        $.services[].envVars[]                             | object  | | key
        $.services[].envVars[].key                         | string  | |
        $.services[].envVars[].value                       | string  | |
        $.services[].envVars[].sync                        | boolean | |
        """
    );

    private static readonly PublishedSchema Railway = new(
        """
        $                                        | object  | |
        $.$schema                                | string  | |
        $.deploy                                 | object  | |
        $.deploy.startCommand                    | string  | |
        $.deploy.preDeployCommand                | array   | ..1 |
        $.deploy.preDeployCommand[]              | string  | |
        $.deploy.healthcheckPath                 | string  | |
        $.deploy.healthcheckTimeout              | number  | |
        $.deploy.restartPolicyType               | string  | ON_FAILURE, ALWAYS, NEVER |
        $.deploy.restartPolicyMaxRetries         | number  | 1.. |
        $.deploy.drainingSeconds                 | number  | 0.. |
        $.deploy.multiRegionConfig               | object  | |
        $.deploy.multiRegionConfig.*             | object  | |
        $.deploy.multiRegionConfig.*.numReplicas | integer | 1..200 |
        """
    );

    public static TheoryData<string> Plans => [.. RenderBackend.Plans];

    [Theory]
    [MemberData(nameof(Plans))]
    public void Blueprint_is_what_Renders_schema_accepts(string plan) => Assert.Empty(Render.ProblemsWith(Blueprint(plan)));

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void Railways_file_is_what_its_schema_accepts(int replicas) =>
        Assert.Empty(Railway.ProblemsWith(JsonNode.Parse(RailwayConfig.Write(replicas))!));

    [Fact]
    public void Our_own_schemas_accept_nothing_that_the_published_ones_refuse()
    {
        Assert.Empty(Render.WiderParts(Own("render.schema.json")));
        Assert.Empty(Railway.WiderParts(Own("railway.schema.json")));
    }

    [Theory]
    [InlineData("type", "\"cron\"", "$.services[0].type is 'cron'")]
    [InlineData("plan", "\"2c-2g\"", "$.services[0].plan is '2c-2g'")]
    [InlineData("numInstances", "\"1\"", "$.services[0].numInstances is no integer")]
    [InlineData("maxShutdownDelaySeconds", "301", "$.services[0].maxShutdownDelaySeconds is 301, not within 1..300")]
    [InlineData("domains", "\"api.example.org\"", "$.services[0].domains is no array")]
    [InlineData("image", "{}", "$.services[0].image lacks url")]
    [InlineData("env", "\"image\"", "$.services[0].env is no member that is published")]
    public void What_Render_refuses_is_found(string member, string value, string expected)
    {
        var blueprint = Blueprint("standard");
        blueprint["services"]![0]![member] = JsonNode.Parse(value);

        Assert.StartsWith(expected, Assert.Single(Render.ProblemsWith(blueprint)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("preDeployCommand", """["a","b"]""", "$.deploy.preDeployCommand is 2, not within ..1")]
    [InlineData("restartPolicyType", "\"UNLESS_STOPPED\"", "$.deploy.restartPolicyType is 'UNLESS_STOPPED'")]
    [InlineData("restartPolicyMaxRetries", "0", "$.deploy.restartPolicyMaxRetries is 0")]
    [InlineData("drainingSeconds", "\"30\"", "$.deploy.drainingSeconds is no number")]
    [InlineData("healthCheckPath", "\"/\"", "$.deploy.healthCheckPath is no member that is published")]
    [InlineData("multiRegionConfig", """{"x":{"numReplicas":201}}""", "$.deploy.multiRegionConfig.x.numReplicas is 201")]
    public void What_Railway_refuses_is_found(string member, string value, string expected)
    {
        var file = JsonNode.Parse(RailwayConfig.Write())!;
        file["deploy"]![member] = JsonNode.Parse(value);

        Assert.StartsWith(expected, Assert.Single(Railway.ProblemsWith(file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"properties":{"deploy":{"properties":{"preDeployCommand":{"type":"array"}}}}}""",
        "$.deploy.preDeployCommand has no maximum"
    )]
    [InlineData("""{"properties":{"deploy":{"properties":{"drainingSeconds":{"minimum":-1}}}}}""", "$.deploy.drainingSeconds is -1")]
    [InlineData("""{"properties":{"region":{}}}""", "$.region is no member that is published")]
    public void A_schema_that_accepts_more_is_found(string schema, string expected)
    {
        using var document = JsonDocument.Parse(schema);

        Assert.StartsWith(expected, Assert.Single(Railway.WiderParts(document.RootElement)), StringComparison.Ordinal);
    }

    private static JsonNode Blueprint(string plan) =>
        HostingArrangement.ReadYaml(
            RenderBlueprint.Write(
                new HostingFileSettings(
                    "pmcrm-test",
                    HostingArrangement.Image,
                    "api.example.org",
                    new Dictionary<string, string> { [AppVariables.Port] = "3000" },
                    [.. AppVariables.RequiredSecrets]
                )
                {
                    IsPrivate = true,
                    Plan = plan,
                    WorkerPlan = plan,
                    Instances = 100,
                }
            )
        );

    private static JsonElement Own(string name)
    {
        using var stream = typeof(RenderBlueprint).Assembly.GetManifestResourceStream(name)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
