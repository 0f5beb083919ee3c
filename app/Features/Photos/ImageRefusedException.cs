namespace PmCrm.App.Features.Photos;

/// <summary>Bytes that are no picture which we keep. The message is for the person who sent them.</summary>
public sealed class ImageRefusedException(string message) : Exception(message);
