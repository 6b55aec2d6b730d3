/** What centre and nodes know of tracing: without it each of these does nothing, and costs nothing. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { failureOf } from './failure.ts'

/**
 * All that a trace may tell: patterns, kinds, ids, counts and sizes. No path, no query, no text of people or images, so that no
 * patient can come into it. Names are those of OpenTelemetry's conventions where there is one.
 */
export interface Attributes {
  readonly 'http.request.method'?: string
  /** Its pattern, e.g. `/api/messages/:id`. */
  readonly 'http.route'?: string
  readonly 'http.response.status_code'?: number
  readonly 'db.system.name'?: 'postgresql'
  /** With `$1` where its parameters are. */
  readonly 'db.query.text'?: string
  readonly 'rpc.system'?: 'aws-api'
  readonly 'rpc.method'?: string
  readonly 'epacs.entrance'?: string
  readonly 'epacs.job'?: string
  readonly 'epacs.message.id'?: string
  readonly 'epacs.outgoing.id'?: string
  readonly 'epacs.state'?: string
  readonly 'epacs.attempt'?: number
  /** `released`, `aborted`, `lost` … */
  readonly 'epacs.dicom.end'?: string
  readonly 'epacs.dicom.instances'?: number
  readonly 'epacs.dicom.refused'?: number
  readonly 'epacs.dicom.bytes'?: number
}

export interface SpanDetails {
  /** Traceparent of what it is a part of; undefined: of what runs now, or of nothing. */
  readonly under?: string | undefined
  readonly kind?: 'server' | 'client' | 'producer' | 'consumer'
  readonly attributes?: Attributes
  /** Traceparents of what it has to do with. */
  readonly links?: readonly (string | undefined)[]
  /** Undefined: now. */
  readonly startedAt?: Date
}

export interface TracedProgram {
  /** service.name, unless OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES say another. */
  readonly name: string
  readonly version: string
  /** Which one of several. */
  readonly instance?: string
  /** What the exporter is in trouble with. */
  readonly warn: (words: string) => void
}

/** A stretch of time at something. */
export interface Span {
  /** As W3C Trace Context writes it; undefined: nothing is traced. */
  readonly traceparent: string | undefined
  /** A part of it. */
  begin(name: string, details?: SpanDetails): Span
  set(attributes: Attributes): void
  /** @param failure the kind of it (`failureOf`), when it failed */
  end(failure?: string): void
}

export type MessageKeys = readonly (string | null)[]

export interface Tracing {
  readonly isOn: boolean
  begin(name: string, details?: SpanDetails): Span
  /**
   * The trace that all about one message is in, at whichever program and after however many starts: its id is made of the
   * message's, so that nobody has to keep it.
   *
   * @param keys the Idempotency-Key that the message was made with, if it was, and its id, if it has one: the first UUID counts
   * @returns traceparent of the message as a whole; undefined: nothing is traced
   */
  ofMessage(keys: MessageKeys): string | undefined
  /** The message as a whole, from its making till now. */
  endMessage(keys: MessageKeys, startedAt: Date, attributes: Attributes): void
  /** What is not sent yet is sent, or given up. */
  close(): Promise<void>
}

const NO_SPAN: Span = { traceparent: undefined, begin: () => NO_SPAN, set() {}, end() {} }

export const NO_TRACING: Tracing = {
  isOn: false,
  begin: () => NO_SPAN,
  ofMessage: () => undefined,
  endMessage() {},
  async close() {},
}

const running = new AsyncLocalStorage<Span>()

/** Of what runs now, to be passed on. */
export function currentTraceparent(): string | undefined {
  return running.getStore()?.traceparent
}

/** A part of what runs now; nothing where that is not traced. */
export function beginPart(name: string, details?: SpanDetails): Span {
  return running.getStore()?.begin(name, details) ?? NO_SPAN
}

/** A part of what runs now that has ended right now. */
export function notePart(name: string, seconds: number, details: SpanDetails, failure?: string): void {
  const span = running.getStore()
  if (span === undefined) return
  span.begin(name, { ...details, startedAt: new Date(Date.now() - seconds * 1000) }).end(failure)
}

/** `work`, and all that it begins, is a part of the span; whose end is the caller's. */
export function inside<T>(span: Span, work: () => T): T {
  return span.traceparent === undefined ? work() : running.run(span, work)
}

/** `work` is what the span is about: it ends with it. */
export async function within<T>(span: Span, work: () => Promise<T>): Promise<T> {
  if (span.traceparent === undefined) return await work()
  try {
    const result = await running.run(span, work)
    span.end()
    return result
  } catch (error) {
    span.end(failureOf(error))
    throw error
  }
}
