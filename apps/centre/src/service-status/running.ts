/** Of the running process: its version, and since when it is up. */
import { readFileSync } from 'node:fs'
import type { Centre } from '../centre.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

export const CENTRE_VERSION = version

const starts = new WeakMap<Centre['db'], Date>()

export function noteStart(db: Centre['db'], at: Date): void {
  starts.set(db, at)
}

/** Null: it has not been started as a whole. */
export function startOf({ db }: Pick<Centre, 'db'>): Date | null {
  return starts.get(db) ?? null
}
