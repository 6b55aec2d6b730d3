/** Whether traces are asked for, as every program with OpenTelemetry is asked: by its environment. */
import { NO_TRACING, type TracedProgram, type Tracing } from './tracing.ts'

export function isTracingAsked(environment: NodeJS.ProcessEnv = process.env): boolean {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SDK_DISABLED } = environment
  if (OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false
  return [OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT].some(
    (endpoint) => endpoint !== undefined && endpoint !== '',
  )
}

export async function openTracing(program: TracedProgram): Promise<Tracing> {
  if (!isTracingAsked()) return NO_TRACING
  const { openTelemetry } = await import('./open-telemetry.ts')
  return openTelemetry(program)
}
