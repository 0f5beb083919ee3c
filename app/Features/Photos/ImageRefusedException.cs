namespace PmCrm.App.Features.Photos;

/// <summary>The bytes are not an accepted picture. The message is for the person who sent them.</summary>
public sealed class ImageRefusedException(string message) : Exception(message);
