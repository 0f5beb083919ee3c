namespace Pulumi;

/// <summary>Ends the run with its message and without a stack trace: the program found a problem that its user can fix.</summary>
public class RunException : Exception
{
    public RunException(string message)
        : base(message) { }

    public RunException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>For <see cref="OutputAttribute"/> properties that are no outputs.</summary>
    public static RunException OutputsHaveIncorrectType(IEnumerable<string> outputAttributeNames) =>
        new($"Output(s) '{string.Join(", ", outputAttributeNames)}' have incorrect type. [Output] properties must be of type Output<T>.");
}

/// <summary>Ends the run with a message about one resource.</summary>
public class ResourceException(string message, Resource? resource, bool hideStack = false) : Exception(message)
{
    internal Resource? Resource { get; } = resource;

    internal bool HideStack { get; } = hideStack;
}

/// <summary>A message could not be sent to the engine.</summary>
public class LogException(Exception exception) : Exception($"Error occurred during logging: {exception.Message}", exception);
