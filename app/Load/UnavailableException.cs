namespace PmCrm.App.Load;

/// <summary>Something that a request needs does not answer: 503, and the client may try again. What it was is for the log.</summary>
public abstract class UnavailableException(string message, Exception? inner) : Exception(message, inner);
