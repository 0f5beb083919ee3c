using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Messages;

/// <summary>What is kept in the outbox.</summary>
[JsonSerializable(typeof(RenderedMail))]
internal sealed partial class MessageRecords : JsonSerializerContext;
