using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Messages;

/// <summary>The JSON types of the outbox. An unknown member is refused: what a newer version wrote is not sent in part.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RenderedMail))]
internal sealed partial class MessageRecords : JsonSerializerContext;
