/**
 * Tracing by OpenTelemetry's SDK, sent by OTLP over HTTP as JSON. Where to, with which headers and authorities is said by the variables
 * OTEL_EXPORTER_OTLP_…, which the exporter reads itself.
 */
import { setTimeout as delay } from 'node:timers/promises'
import {
  type Context,
  DiagLogLevel,
  diag,
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { parseTraceParent } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  type IdGenerator,
  ParentBasedSampler,
  RandomIdGenerator,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { failureOf } from './failure.ts'
import {
  currentTraceparent,
  type MessageKeys,
  type Span,
  type SpanDetails,
  type TracedProgram,
  type Tracing,
} from './tracing.ts'

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const
/** A collector that is away is told of so often. */
const WARN_EVERY_MS = 60_000
/** The last spans are not worth that a stop waits for a collector that is away. */
const CLOSES_WITHIN_MS = 1000
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** Random ones, or those that the next span is to have. */
class Ids implements IdGenerator {
  readonly #random = new RandomIdGenerator()
  #next: { readonly traceId: string; readonly spanId: string } | undefined

  generateTraceId = (): string => this.#next?.traceId ?? this.#random.generateTraceId()
  generateSpanId = (): string => this.#next?.spanId ?? this.#random.generateSpanId()

  for<T>(next: { readonly traceId: string; readonly spanId: string }, make: () => T): T {
    this.#next = next
    try {
      return make()
    } finally {
      this.#next = undefined
    }
  }
}

export function openTelemetry({ name, version, instance, warn }: TracedProgram): Tracing {
  tellTrouble(warn)
  const resource = defaultResource()
    .merge(
      resourceFromAttributes({
        'service.name': name,
        'service.version': version,
        ...(instance === undefined ? {} : { 'service.instance.id': instance }),
      }),
    )
    .merge(detectResources({ detectors: [envDetector] }))
  const ids = new Ids()
  const provider = new TracerProvider({
    resource,
    idGenerator: ids,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(shareTraced()) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  })
  const tracer = provider.getTracer('epacs', version)

  const start = (spanName: string, details: SpanDetails, parent: Context) => {
    const { kind, attributes, links = [], startedAt } = details
    return tracer.startSpan(
      spanName,
      {
        kind: kind === undefined ? SpanKind.INTERNAL : KINDS[kind],
        ...(attributes && { attributes: { ...attributes } }),
        links: links.flatMap(linkTo),
        ...(startedAt && { startTime: startedAt }),
      },
      parent,
    )
  }
  const begin = (spanName: string, details: SpanDetails = {}): Span => {
    const span = start(spanName, details, contextOf(details.under ?? currentTraceparent()))
    const traceparent = textOf(span.spanContext())
    return {
      traceparent,
      begin: (part, more = {}) => begin(part, { under: traceparent, ...more }),
      set: (attributes) => void span.setAttributes({ ...attributes }),
      end(failure) {
        if (failure !== undefined) {
          span.setStatus({ code: SpanStatusCode.ERROR })
          span.setAttribute('error.type', failure)
        }
        span.end()
      },
    }
  }
  const message = (keys: MessageKeys, details: SpanDetails) => {
    const traceId = keys.find((key) => key !== null && UUID.test(key))?.replaceAll('-', '')
    if (traceId === undefined) return undefined
    // Its own span's id is a part of the same random bits.
    return ids.for({ traceId, spanId: traceId.slice(16) }, () => start('message', details, ROOT_CONTEXT))
  }
  return {
    isOn: true,
    begin,
    // Never ended, it is sent nowhere: it is asked for what the sampler says to it.
    ofMessage(keys) {
      const span = message(keys, {})
      return span && textOf(span.spanContext())
    },
    endMessage(keys, startedAt, attributes) {
      message(keys, { startedAt, attributes })?.end()
    },
    async close() {
      const given = new AbortController()
      const over = delay(CLOSES_WITHIN_MS, undefined, { signal: given.signal, ref: false }).catch(
        () => undefined,
      )
      const sent = provider.shutdown().catch((error: unknown) => warn(`traces: ${failureOf(error)}`))
      await Promise.race([sent, over])
      given.abort()
    },
  }
}

/** OTEL_TRACES_SAMPLER_ARG, as of the sampler `parentbased_traceidratio`: from 0 to 1; of everything without it. */
function shareTraced(): number {
  const told = process.env.OTEL_TRACES_SAMPLER_ARG
  const share = told === undefined || told === '' ? 1 : Number(told)
  return Number.isNaN(share) ? 1 : share
}

function contextOf(traceparent: string | undefined): Context {
  const parent = traceparent === undefined ? null : parseTraceParent(traceparent)
  return parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true })
}

function linkTo(traceparent: string | undefined): readonly Link[] {
  const context = traceparent === undefined ? null : parseTraceParent(traceparent)
  return context === null ? [] : [{ context }]
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
function textOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

function tellTrouble(warn: (words: string) => void): void {
  let toldMs = Number.NEGATIVE_INFINITY
  const tell = (words: string) => {
    if (performance.now() - toldMs < WARN_EVERY_MS) return
    toldMs = performance.now()
    warn(`traces: ${words.slice(0, 300)}`)
  }
  const quiet = () => {}
  const logger = { error: tell, warn: tell, info: quiet, debug: quiet, verbose: quiet }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
}
