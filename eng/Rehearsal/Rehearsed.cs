using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PmCrm.Rehearsal;

/// <summary>One rehearsed recovery: its steps with their times, the writes, and the promises.</summary>
public sealed class Rehearsed(string name, string title)
{
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly List<(TimeSpan At, TimeSpan Took, string Step, string Note)> steps = [];
    private readonly List<Promise> promises = [];
    private string writes = "";

    public string Name => name;

    public string Title => title;

    public IReadOnlyList<Promise> Promises => promises;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(begun);

    /// <summary>Runs a step and records its time.</summary>
    /// <param name="work">Does the step and returns a remark about it.</param>
    public async Task Step(string step, Func<Task<string>> work)
    {
        var at = Elapsed;
        await Console.Error.WriteLineAsync($"{name}: {step} …");
        var note = await work();
        steps.Add((at, Elapsed - at, step, note));
    }

    public void Promised(params ReadOnlySpan<Promise> judged) => promises.AddRange(judged);

    /// <summary>Records what happened to the acknowledged writes.</summary>
    public void Counted(int acknowledged, int lost, string note = "") =>
        writes = $"{acknowledged} acknowledged, {acknowledged - lost} kept, {lost} lost{(note.Length > 0 ? $" ({note})" : "")}";

    /// <summary>The steps, the writes and the promises, as a table for a person.</summary>
    public string Table()
    {
        var text = new StringBuilder($"\n{title}\n");
        foreach (var (at, took, step, note) in steps)
            text.Append(CultureInfo.InvariantCulture, $"  {at.TotalSeconds, 7:0.0} s {took.TotalSeconds, 7:0.0} s  {step, -42} {note}\n");
        if (writes.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"  writes: {writes}\n");
        foreach (var promise in promises)
            text.Append(CultureInfo.InvariantCulture, $"  {(promise.Holds ? "ok    " : "BROKEN")} {promise.Text}\n");
        return text.ToString();
    }

    /// <summary>A row for docs/restore.md.</summary>
    public string Row(TimeSpan taken) => $"| {title} | {taken.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s | {writes} |";

    /// <summary>Time from the damage until the service ran again.</summary>
    public TimeSpan Taken { get; set; }
}
