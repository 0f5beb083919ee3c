using System.Text.Json;
using System.Text.Json.Nodes;
using PmCrm.Components.Hosting;
using PmCrm.Contract;

namespace PmCrm.Components.Tests.Hosting;

public sealed class HostingFileTests
{
    private static readonly HostingFileSettings Settings = new(
        "pmcrm-test",
        HostingArrangement.Image,
        "api.example.org",
        new Dictionary<string, string>
        {
            [AppVariables.Port] = "3000",
            [AppVariables.LogLevel] = "info",
            [AppVariables.CorsOrigins] = "https://a.example.org, # \"quoted\": 'text'",
        },
        [.. AppVariables.RequiredSecrets]
    );

    [Fact]
    public void Blueprint_obeys_its_schema() => Assert.Empty(RenderBlueprint.ProblemsWith(Blueprint(Settings)));

    [Fact]
    public void Blueprint_has_the_backend_and_the_worker_of_the_component()
    {
        var services = Blueprint(Settings)["services"]!.AsArray();
        Assert.Equal(["pmcrm-test-api", "pmcrm-test-worker"], services.Select(service => service!["name"]!.GetValue<string>()));
        var web = services[0]!;
        Assert.Equal(HostingArrangement.Image, web["image"]!["url"]!.GetValue<string>());
        Assert.Equal("/app/pmcrm migrate", web["preDeployCommand"]!.GetValue<string>());
        Assert.Equal("/health/ready", web["healthCheckPath"]!.GetValue<string>());
        Assert.Equal("api.example.org", web["domains"]![0]!.GetValue<string>());
        Assert.Null(services[1]!["healthCheckPath"]);
    }

    [Fact]
    public void Text_that_looks_like_something_else_stays_text() =>
        Assert.Equal(
            "https://a.example.org, # \"quoted\": 'text'",
            Variable("api", AppVariables.CorsOrigins)!["value"]!.GetValue<string>()
        );

    [Fact]
    public void Text_is_quoted_and_numbers_and_flags_are_not()
    {
        var text = RenderBlueprint.Write(Settings);
        Assert.Contains("    value: \"https://a.example.org, # \\\"quoted\\\": 'text'\"\n", text, StringComparison.Ordinal);
        Assert.Contains("    value: \"3000\"\n", text, StringComparison.Ordinal);
        Assert.Contains("  numInstances: 1\n", text, StringComparison.Ordinal);
        Assert.Contains("    sync: false\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_break_and_a_text_of_ten_thousand_characters_survive()
    {
        var value = $"first\nsecond\r\n\u00e9{new string('x', 5000)} {new string('y', 5000)}";
        var settings = Settings with { Plain = new Dictionary<string, string> { [AppVariables.CorsOrigins] = value } };
        var read = Blueprint(settings)["services"]![0]!["envVars"]!.AsArray();
        Assert.Contains(read, variable => variable!["value"]?.GetValue<string>() == value);
    }

    [Fact]
    public void Secret_is_requested_and_its_value_is_not_written()
    {
        var secret = Variable("api", AppVariables.DatabaseUrl)!;
        Assert.False(secret["sync"]!.GetValue<bool>());
        Assert.Null(secret["value"]);
    }

    [Fact]
    public void Process_gets_only_the_variables_that_it_reads()
    {
        Assert.Null(Variable("worker", AppVariables.JwtSecret));
        Assert.Null(Variable("api", AppVariables.AppCommand));
        Assert.Equal("worker", Variable("worker", AppVariables.AppCommand)!["value"]!.GetValue<string>());
    }

    [Fact]
    public void Private_image_names_its_credential() =>
        Assert.Equal(
            "pmcrm-test",
            Blueprint(Settings with { IsPrivate = true })["services"]![1]!["image"]!["creds"]!["fromRegistryCreds"]![
                "name"
            ]!.GetValue<string>()
        );

    [Fact]
    public void Plan_has_the_name_of_the_file_and_not_the_providers() =>
        Assert.Equal("pro plus", Blueprint(Settings with { Plan = "pro_plus" })["services"]![0]!["plan"]!.GetValue<string>());

    [Fact]
    public void What_Render_refuses_is_refused_together()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            RenderBlueprint.Write(Settings with { Plan = "enormous", Image = "ghcr.io/example/crm:latest", Instances = 0 })
        );
        Assert.Contains("$.services[0].plan: is enormous; accepted:", exception.Message, StringComparison.Ordinal);
        Assert.Contains("$.services[0].image.url: is 'ghcr.io/example/crm:latest'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("$.services[0].numInstances: is 0, below 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Railways_file_migrates_before_a_deployment_and_checks_health()
    {
        using var document = JsonDocument.Parse(RailwayConfig.Write(2));
        var deploy = document.RootElement.GetProperty("deploy");
        Assert.Equal("/app/pmcrm backend", deploy.GetProperty("startCommand").GetString());
        Assert.Equal("/app/pmcrm migrate", deploy.GetProperty("preDeployCommand")[0].GetString());
        Assert.Equal("/health/ready", deploy.GetProperty("healthcheckPath").GetString());
        Assert.Equal(30, deploy.GetProperty("drainingSeconds").GetInt32());
        Assert.Equal(2, deploy.GetProperty("multiRegionConfig").GetProperty("europe-west4-drams3a").GetProperty("numReplicas").GetInt32());
        Assert.Empty(RailwayConfig.ProblemsWith(RailwayConfig.Write()));
    }

    [Theory]
    [InlineData("""{"deploy":{}}""", "$: lacks $schema")]
    [InlineData("""{"$schema":"x","deploy":{"restartPolicyType":"SOMETIMES"}}""", "$.deploy.restartPolicyType: is SOMETIMES")]
    [InlineData("""{"$schema":"x","deploy":{"drainingSeconds":"30"}}""", "$.deploy.drainingSeconds: is not of type integer")]
    [InlineData("""{"$schema":"x","deploy":{"preDeployCommand":["a","b"]}}""", "$.deploy.preDeployCommand: has more than 1 items")]
    [InlineData("""{"$schema":"x","deploy":{"restartPolicyMaxRetries":0}}""", "$.deploy.restartPolicyMaxRetries: is 0, below 1")]
    [InlineData("""{"$schema":"x","deploy":{"healthCheckPath":"/health"}}""", "$.deploy.healthCheckPath: is not a known property")]
    public void Railways_schema_finds_what_is_wrong(string text, string expected) =>
        Assert.Contains(RailwayConfig.ProblemsWith(text), problem => problem.StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData(0, "numReplicas: is 0, below 1")]
    [InlineData(201, "numReplicas: is 201, above 200")]
    public void Replicas_that_Railway_would_refuse_are_refused(int replicas, string said) =>
        Assert.Contains(said, Assert.Throws<ArgumentException>(() => RailwayConfig.Write(replicas)).Message, StringComparison.Ordinal);

    private static JsonNode? Variable(string role, string name) =>
        Blueprint(Settings)["services"]!.AsArray().Single(service => service!["name"]!.GetValue<string>() == $"pmcrm-test-{role}")![
            "envVars"
        ]!
            .AsArray()
            .SingleOrDefault(variable => variable!["key"]!.GetValue<string>() == name);

    private static JsonNode Blueprint(HostingFileSettings settings) => HostingArrangement.ReadYaml(RenderBlueprint.Write(settings));
}
