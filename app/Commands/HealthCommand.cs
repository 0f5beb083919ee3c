using PmCrm.App.Configuration;
using PmCrm.Contract;

namespace PmCrm.App.Commands;

/// <summary><c>health</c>: for a container's health check, in an image without a shell or curl.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static async Task<int> Run()
    {
        var port = AppOptionsReader.Read(Environment.GetEnvironmentVariable, AppProcess.None).Port;
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{AppContract.ReadinessPath}"));
            if (response.IsSuccessStatusCode)
                return 0;
            await Console.Error.WriteLineAsync($"not ready: {(int)response.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"nothing answers on port {port}");
        }
        return 1;
    }
}
