using PmCrm.App.Configuration;

namespace PmCrm.App.Commands;

/// <summary><c>health</c>: for a container's health check, in an image without a shell or curl.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> Run()
    {
        var port = AppOptionsReader.Read(Environment.GetEnvironmentVariable, Needs.Nothing).Port;
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
            if (response.IsSuccessStatusCode) return 0;
            await Console.Error.WriteLineAsync($"not ready: {(int)response.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"nothing answers on port {port}");
        }
        return 1;
    }
}
