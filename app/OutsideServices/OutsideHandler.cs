using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace PmCrm.App.OutsideServices;

/// <summary>
/// Sends a request with the number of attempts in its options. Each attempt has a time limit and passes the circuit breaker. An answer is
/// returned whatever its status.
/// </summary>
/// <remarks>
/// Uses only Polly.Core, without Microsoft.Extensions.Http.Resilience, whose defaults retry any POST, so that a mail would be sent twice;
/// see docs/decisions/0010-polly-core.md.
/// </remarks>
internal sealed class OutsideHandler : HttpMessageHandler
{
    private static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("request");
    private static readonly ResiliencePropertyKey<CancellationToken> Caller = new("caller");

    private readonly OutsideServiceOptions options;
    private readonly HttpMessageInvoker transport;
    private readonly Action<OutsideOutcome, TimeSpan> record;
    private readonly TimeProvider clock;
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    public OutsideHandler(
        OutsideServiceOptions options,
        HttpMessageHandler transport,
        CircuitBreakerStateProvider circuit,
        Action<OutsideOutcome, TimeSpan> record,
        TimeProvider clock
    )
    {
        // The transport is shared by all services, so it is not disposed here.
        this.transport = new HttpMessageInvoker(transport, disposeHandler: false);
        this.options = options;
        this.record = record;
        this.clock = clock;
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock };
        if (options.MaxAttempts > 1)
            builder.AddRetry(Retries());
        pipeline = builder
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<HttpResponseMessage>
                {
                    ShouldHandle = attempt => ValueTask.FromResult(IsFailure(attempt.Outcome)),
                    FailureRatio = 0.5,
                    MinimumThroughput = options.MinAttemptsToOpen,
                    SamplingDuration = options.SampleTime,
                    BreakDuration = options.OpenTime,
                    StateProvider = circuit,
                }
            )
            .AddTimeout(options.Timeout)
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Request, request);
        context.Properties.Set(Caller, cancellationToken);
        try
        {
            return await pipeline.ExecuteAsync(static async (context, handler) => await handler.Attempt(context), context, this);
        }
        catch (BrokenCircuitException exception)
        {
            record(OutsideOutcome.CircuitOpen, TimeSpan.Zero);
            throw new OutsideServiceException(options.Name, OutsideOutcome.CircuitOpen, exception.RetryAfter, exception);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new OutsideServiceException(options.Name, OutsideOutcome.TimedOut, retryAfter: null, exception);
        }
        catch (HttpRequestException exception)
        {
            throw new OutsideServiceException(options.Name, OutsideOutcome.Unreachable, retryAfter: null, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<HttpResponseMessage> Attempt(ResilienceContext context)
    {
        var request = context.Properties.GetValue(Request, null!);
        var start = clock.GetTimestamp();
        var outcome = OutsideOutcome.Unreachable;
        try
        {
            var answer = await transport.SendAsync(request, context.CancellationToken);
            try
            {
                if (!OutsideRequest.IsStreamed(request))
                    await answer.Content.LoadIntoBufferAsync(options.MaxAnswer, context.CancellationToken);
            }
            catch
            {
                answer.Dispose();
                throw;
            }
            outcome = OutsideOutcomes.Of(answer);
            return answer;
        }
        catch (OperationCanceledException)
        {
            outcome = context.Properties.GetValue(Caller, default).IsCancellationRequested
                ? OutsideOutcome.Canceled
                : OutsideOutcome.TimedOut;
            throw;
        }
        catch (IOException exception)
        {
            // The connection broke in the middle of the body.
            throw new HttpRequestException(exception.Message, exception);
        }
        finally
        {
            record(outcome, clock.GetElapsedTime(start));
        }
    }

    private RetryStrategyOptions<HttpResponseMessage> Retries() =>
        new()
        {
            ShouldHandle = attempt => ValueTask.FromResult(MayRepeat(attempt)),
            MaxRetryAttempts = options.MaxAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.Pause,
            MaxDelay = options.MaxPause,
            DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result?.RetryAfter(clock.GetUtcNow())),
            OnRetry = attempt =>
            {
                attempt.Outcome.Result?.Dispose();
                return ValueTask.CompletedTask;
            },
        };

    private bool MayRepeat(RetryPredicateArguments<HttpResponseMessage> attempt)
    {
        if (!IsFailure(attempt.Outcome) || attempt.Context.CancellationToken.IsCancellationRequested)
            return false;
        var request = attempt.Context.Properties.GetValue(Request, null!);
        if (attempt.Outcome.Result is not { } answer)
            return OutsideRequest.IsRepeatable(request)
                || (
                    attempt.Outcome.Exception is HttpRequestException failure
                    && failure.HttpRequestError.WasNotSent()
                    && OutsideRequest.IsBuffered(request)
                );
        if (answer.RetryAfter(clock.GetUtcNow()) > options.MaxPause)
            return false;
        // 429: the service did not execute the request (RFC 6585, 4).
        return OutsideRequest.IsRepeatable(request) || ((int)answer.StatusCode == 429 && OutsideRequest.IsBuffered(request));
    }

    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException
        || (
            outcome.Result is { } answer
            && OutsideOutcomes.Of(answer) is OutsideOutcome.Limited or OutsideOutcome.Failed or OutsideOutcome.TimedOut
        );
}
