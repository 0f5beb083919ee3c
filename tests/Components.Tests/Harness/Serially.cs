// A deployment under test is one per process at a time: the SDK says so of TestAsync.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
