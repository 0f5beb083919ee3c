using PmCrm.App.Load;

namespace PmCrm.App.Features.Storage;

/// <summary>An operation of the object storage failed after all attempts. The inner exception has its answer, for the log.</summary>
public sealed class StorageUnavailableException(string operation, Exception? inner)
    : UnavailableException($"The object storage could not {operation}.", inner);
