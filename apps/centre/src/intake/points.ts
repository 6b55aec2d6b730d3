/**
 * Named points at which a test can end the process, to prove that nothing depends on the moment. Without the
 * variable EPACS_KILL_AT they cost one comparison.
 */

const killAt = process.env.EPACS_KILL_AT

export type Point = 'intake-begun' | 'package-written' | 'package-stored' | 'before-commit' | 'committed'

export async function reachPoint(point: Point): Promise<void> {
  if (killAt === undefined || killAt !== point) return
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}
