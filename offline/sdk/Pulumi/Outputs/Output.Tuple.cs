namespace Pulumi;

/// <summary>Tuples of two to eight outputs, of different types each.</summary>
public static partial class Output
{
    public static Output<(T1, T2)> Tuple<T1, T2>(Input<T1> item1, Input<T2> item2) => Combine<T1, T2>([Later(item1), Later(item2)]);

    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Input<T1> item1, Input<T2> item2, Input<T3> item3) =>
        Combine<T1, T2, T3>([Later(item1), Later(item2), Later(item3)]);

    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4) =>
        Combine<T1, T2, T3, T4>([Later(item1), Later(item2), Later(item3), Later(item4)]);

    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1,
        Input<T2> item2,
        Input<T3> item3,
        Input<T4> item4,
        Input<T5> item5
    ) => Combine<T1, T2, T3, T4, T5>([Later(item1), Later(item2), Later(item3), Later(item4), Later(item5)]);

    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1,
        Input<T2> item2,
        Input<T3> item3,
        Input<T4> item4,
        Input<T5> item5,
        Input<T6> item6
    ) => Combine<T1, T2, T3, T4, T5, T6>([Later(item1), Later(item2), Later(item3), Later(item4), Later(item5), Later(item6)]);

    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1,
        Input<T2> item2,
        Input<T3> item3,
        Input<T4> item4,
        Input<T5> item5,
        Input<T6> item6,
        Input<T7> item7
    ) =>
        Combine<T1, T2, T3, T4, T5, T6, T7>([
            Later(item1),
            Later(item2),
            Later(item3),
            Later(item4),
            Later(item5),
            Later(item6),
            Later(item7),
        ]);

    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1,
        Input<T2> item2,
        Input<T3> item3,
        Input<T4> item4,
        Input<T5> item5,
        Input<T6> item6,
        Input<T7> item7,
        Input<T8> item8
    ) =>
        Combine<T1, T2, T3, T4, T5, T6, T7, T8>([
            Later(item1),
            Later(item2),
            Later(item3),
            Later(item4),
            Later(item5),
            Later(item6),
            Later(item7),
            Later(item8),
        ]);

    public static Output<(T1, T2)> Tuple<T1, T2>(Output<T1> item1, Output<T2> item2) => Combine<T1, T2>([Now(item1), Now(item2)]);

    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Output<T1> item1, Output<T2> item2, Output<T3> item3) =>
        Combine<T1, T2, T3>([Now(item1), Now(item2), Now(item3)]);

    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4) =>
        Combine<T1, T2, T3, T4>([Now(item1), Now(item2), Now(item3), Now(item4)]);

    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1,
        Output<T2> item2,
        Output<T3> item3,
        Output<T4> item4,
        Output<T5> item5
    ) => Combine<T1, T2, T3, T4, T5>([Now(item1), Now(item2), Now(item3), Now(item4), Now(item5)]);

    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1,
        Output<T2> item2,
        Output<T3> item3,
        Output<T4> item4,
        Output<T5> item5,
        Output<T6> item6
    ) => Combine<T1, T2, T3, T4, T5, T6>([Now(item1), Now(item2), Now(item3), Now(item4), Now(item5), Now(item6)]);

    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1,
        Output<T2> item2,
        Output<T3> item3,
        Output<T4> item4,
        Output<T5> item5,
        Output<T6> item6,
        Output<T7> item7
    ) => Combine<T1, T2, T3, T4, T5, T6, T7>([Now(item1), Now(item2), Now(item3), Now(item4), Now(item5), Now(item6), Now(item7)]);

    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1,
        Output<T2> item2,
        Output<T3> item3,
        Output<T4> item4,
        Output<T5> item5,
        Output<T6> item6,
        Output<T7> item7,
        Output<T8> item8
    ) =>
        Combine<T1, T2, T3, T4, T5, T6, T7, T8>([
            Now(item1),
            Now(item2),
            Now(item3),
            Now(item4),
            Now(item5),
            Now(item6),
            Now(item7),
            Now(item8),
        ]);

    private static Output<(T1, T2)> Combine<T1, T2>(Task<OutputData>[] items) =>
        new(OutputFlow.CombineAsync(items, values => (OutputData.As<T1>(values[0]), OutputData.As<T2>(values[1]))));

    private static Output<(T1, T2, T3)> Combine<T1, T2, T3>(Task<OutputData>[] items) =>
        new(
            OutputFlow.CombineAsync(items, values =>
                (OutputData.As<T1>(values[0]), OutputData.As<T2>(values[1]), OutputData.As<T3>(values[2]))
            )
        );

    private static Output<(T1, T2, T3, T4)> Combine<T1, T2, T3, T4>(Task<OutputData>[] items) =>
        new(
            OutputFlow.CombineAsync(items, values =>
                (OutputData.As<T1>(values[0]), OutputData.As<T2>(values[1]), OutputData.As<T3>(values[2]), OutputData.As<T4>(values[3]))
            )
        );

    private static Output<(T1, T2, T3, T4, T5)> Combine<T1, T2, T3, T4, T5>(Task<OutputData>[] items) =>
        new(
            OutputFlow.CombineAsync(items, values =>
                (
                    OutputData.As<T1>(values[0]),
                    OutputData.As<T2>(values[1]),
                    OutputData.As<T3>(values[2]),
                    OutputData.As<T4>(values[3]),
                    OutputData.As<T5>(values[4])
                )
            )
        );

    private static Output<(T1, T2, T3, T4, T5, T6)> Combine<T1, T2, T3, T4, T5, T6>(Task<OutputData>[] items) =>
        new(
            OutputFlow.CombineAsync(items, values =>
                (
                    OutputData.As<T1>(values[0]),
                    OutputData.As<T2>(values[1]),
                    OutputData.As<T3>(values[2]),
                    OutputData.As<T4>(values[3]),
                    OutputData.As<T5>(values[4]),
                    OutputData.As<T6>(values[5])
                )
            )
        );

    private static Output<(T1, T2, T3, T4, T5, T6, T7)> Combine<T1, T2, T3, T4, T5, T6, T7>(Task<OutputData>[] items) =>
        new(
            OutputFlow.CombineAsync(items, values =>
                (
                    OutputData.As<T1>(values[0]),
                    OutputData.As<T2>(values[1]),
                    OutputData.As<T3>(values[2]),
                    OutputData.As<T4>(values[3]),
                    OutputData.As<T5>(values[4]),
                    OutputData.As<T6>(values[5]),
                    OutputData.As<T7>(values[6])
                )
            )
        );

    private static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Combine<T1, T2, T3, T4, T5, T6, T7, T8>(Task<OutputData>[] items) =>
        new(
            OutputFlow.CombineAsync(items, values =>
                (
                    OutputData.As<T1>(values[0]),
                    OutputData.As<T2>(values[1]),
                    OutputData.As<T3>(values[2]),
                    OutputData.As<T4>(values[3]),
                    OutputData.As<T5>(values[4]),
                    OutputData.As<T6>(values[5]),
                    OutputData.As<T7>(values[6]),
                    OutputData.As<T8>(values[7])
                )
            )
        );

    /// <summary>Null if the input is null: then the combined output fails, not the call.</summary>
    private static Task<OutputData> Later(IInput? input) => input?.DataTask!;

    /// <exception cref="ArgumentNullException">If the output is null.</exception>
    private static Task<OutputData> Now(IOutput? output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.DataTask;
    }
}
