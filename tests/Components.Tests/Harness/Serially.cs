// By the SDK's documentation, TestAsync allows one deployment per process at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
