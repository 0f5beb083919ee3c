using PmCrm.App.Load;

namespace PmCrm.App.Features.Storage;

/// <summary>
/// The object storage did not do what it was asked, after every attempt. Its answer is in the inner exception, for the log.
/// </summary>
public sealed class StorageUnavailableException(string operation, Exception? inner)
    : UnavailableException($"The object storage could not {operation}.", inner);
