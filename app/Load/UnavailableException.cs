namespace PmCrm.App.Load;

/// <summary>A dependency of the request does not answer: 503, and the client may retry. The details are for the log.</summary>
public abstract class UnavailableException(string message, Exception? inner) : Exception(message, inner);
