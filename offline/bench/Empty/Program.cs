// The baseline of the preview's benchmarks: the cost of starting .NET and doing nothing.
return 0;
