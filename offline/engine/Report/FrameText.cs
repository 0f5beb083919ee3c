using PmCrm.Preview.Graph;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Report;

/// <summary>The title of a frame.</summary>
internal static class FrameText
{
    public const double Size = 13;

    public static string Title(Frame frame)
    {
        var title = frame.Kind switch
        {
            FrameKind.Region => $"region {frame.Title}",
            FrameKind.Network => $"network {frame.Title}",
            FrameKind.Cluster => $"cluster {frame.Title}",
            FrameKind.Namespace => $"namespace {frame.Title}",
            _ => frame.Title,
        };
        return frame.Mark is { } mark ? $"{title}  {DiffMark.Sign(mark)} {DiffMark.Word(mark)}" : title;
    }
}
