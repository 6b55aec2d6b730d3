/** Traces of centre and nodes: what took how long, and what it was a part of. Nothing of it is loaded that nobody asked for. */
export { failureOf } from './failure.ts'
export { isTracingAsked, openTracing } from './open-tracing.ts'
export {
  type Attributes,
  beginPart,
  currentTraceparent,
  inside,
  NO_TRACING,
  notePart,
  type Span,
  type SpanDetails,
  type Tracing,
  within,
} from './tracing.ts'
