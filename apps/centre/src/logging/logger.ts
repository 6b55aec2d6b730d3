/**
 * The centre's log: JSON lines on the standard output. No patient data gets there: neither searches (query
 * strings), nor what the database quotes of the values it refused.
 */
import pg from 'pg'
import { type Logger, pino } from 'pino'
import type { Config } from '../config/index.ts'

export function openLogger({ level }: Config['logging']): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
  })
}

interface DescribedError {
  readonly type: string
  readonly message: string
  readonly code?: string | undefined
  readonly stack?: string | undefined
  readonly cause?: DescribedError
}

const DEEPEST_CAUSE = 5

export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error object' }
  const cause =
    error.cause === undefined || depth >= DEEPEST_CAUSE
      ? {}
      : { cause: describeError(error.cause, depth + 1) }
  if (error instanceof pg.DatabaseError) return { ...describeDatabaseError(error), ...cause }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { type: error.name, message: error.message, code, stack: error.stack, ...cause }
}

/** Messages and details of PostgreSQL quote values ("Key (name)=(Novák) already exists"): only names are kept. */
function describeDatabaseError({
  code,
  table,
  column,
  constraint,
  routine,
  stack,
}: pg.DatabaseError): DescribedError {
  const place = Object.entries({ table, column, constraint, routine })
    .flatMap(([kind, name]) => (name === undefined ? [] : [`${kind} ${name}`]))
    .join(', ')
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '))
  return { type: 'DatabaseError', message: place, code, stack: frames?.join('\n') }
}
