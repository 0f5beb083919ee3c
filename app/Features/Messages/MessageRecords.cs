using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Messages;

/// <summary>The JSON types of the outbox.</summary>
[JsonSerializable(typeof(RenderedMail))]
internal sealed partial class MessageRecords : JsonSerializerContext;
