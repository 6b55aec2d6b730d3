/** What a centre in the test's own process logs: looked through for patients, shown with EPACS_TEST_LOG=LEVEL alone. */
import { type Level, type Logger, multistream, pino } from 'pino'
import { describeError } from '../logging/logger.ts'
import { lookForPatients } from './planted-patients.ts'

export function lookedThroughLog(): Logger {
  const looked = {
    level: 'info' as const,
    stream: { write: (line: string) => lookForPatients(line, 'a line of the centre') },
  }
  const shown = process.env.EPACS_TEST_LOG
  if (!isLevel(shown)) return pino({ ...AS_THE_CENTRE, level: 'info' }, multistream([looked]))
  const level = LEVELS.indexOf(shown) < LEVELS.indexOf('info') ? shown : 'info'
  return pino({ ...AS_THE_CENTRE, level }, multistream([looked, { level: shown, stream: process.stdout }]))
}

const AS_THE_CENTRE = { base: null, serializers: { err: describeError } }
const LEVELS: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

function isLevel(word: string | undefined): word is Level {
  return LEVELS.some((each) => each === word)
}
