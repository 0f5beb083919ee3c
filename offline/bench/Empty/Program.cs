// The bar for the benchmarks of the preview: what it costs to start .NET and do nothing.
return 0;
