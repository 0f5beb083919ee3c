using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using PmCrm.App.Configuration;

namespace PmCrm.App.Operations;

/// <summary>
/// Sends <see cref="Metrics"/> to the Datadog agent over UDP (DogStatsD, version 1.0 datagrams). Measuring never waits: a value is lost if
/// it does not fit into the queue, or if no agent receives it.
/// </summary>
public sealed class DogStatsd : BackgroundService
{
    /// <summary>In bytes: the size that the agent's documentation recommends for a network with the usual packet size.</summary>
    private const int DatagramSize = 1432;

    private static readonly TimeSpan CounterPeriod = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FlushAtEnd = TimeSpan.FromSeconds(1);

    private readonly Channel<string> lines = Channel.CreateBounded<string>(new BoundedChannelOptions(10_000) { SingleReader = true });
    private readonly MeterListener listener = new();
    private readonly TelemetryOptions options;
    private readonly string ownTags;
    private readonly Dictionary<string, long> lastTotals = [];

    /// <summary>The datagram that is being sent; if the end of the process interrupts that, it is sent again.</summary>
    private string? cutOff;

    public DogStatsd(AppOptions options, Metrics metrics)
    {
        this.options = options.Telemetry;
        ownTags = $"service:pmcrm-backend,version:{Safe(options.Version)}";
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (metrics.Owns(instrument))
                me.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
    }

    public override void Dispose()
    {
        listener.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        listener.Start();
        using var socket = new UdpClient();
        using var counters = new Timer(_ => listener.RecordObservableInstruments(), null, CounterPeriod, CounterPeriod);
        try
        {
            while (await lines.Reader.WaitToReadAsync(stoppingToken))
                await SendNext(socket, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // All requests are finished by now: their last values are still sent, if that takes no time.
            listener.RecordObservableInstruments();
            using var end = new CancellationTokenSource(FlushAtEnd);
            while ((cutOff is not null || lines.Reader.TryPeek(out _)) && !end.IsCancellationRequested)
                await SendNext(socket, end.Token);
        }
    }

    private async Task SendNext(UdpClient socket, CancellationToken cancellationToken)
    {
        var datagram = cutOff ??= Next();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(datagram), options.AgentHost!, options.StatsdPort, cancellationToken);
        }
        catch (SocketException)
        {
            // There is no agent or no such host: the datagram is lost, as UDP packets can be anyway.
        }
        cutOff = null;
    }

    private string Next()
    {
        var datagram = new StringBuilder();
        while (lines.Reader.TryPeek(out var line) && (datagram.Length == 0 || datagram.Length + line.Length < DatagramSize))
        {
            if (datagram.Length > 0)
                datagram.Append('\n');
            datagram.Append(line);
            lines.Reader.TryRead(out _);
        }
        return datagram.ToString();
    }

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct, IConvertible
    {
        var number = value.ToDouble(CultureInfo.InvariantCulture);
        if (instrument is ObservableCounter<long>)
        {
            // An observable counter reports its total, but the agent needs the increment.
            var total = (long)number;
            number = total - lastTotals.GetValueOrDefault(instrument.Name);
            lastTotals[instrument.Name] = total;
            if (number == 0)
                return;
        }
        var type = instrument switch
        {
            Histogram<double> => "h",
            ObservableGauge<long> => "g",
            _ => "c",
        };
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{instrument.Name}:{number:0.###}|{type}|#{ownTags}");
        foreach (var (name, tag) in tags)
            line.Append(CultureInfo.InvariantCulture, $",{name}:{Safe(tag?.ToString() ?? "")}");
        lines.Writer.TryWrite(line.ToString());
    }

    /// <summary>The text without the characters that have a meaning in the protocol.</summary>
    private static string Safe(string text) => text.Replace('|', '_').Replace(',', '_').Replace('#', '_').Replace('\n', '_');
}
