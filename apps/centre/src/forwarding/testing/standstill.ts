/** A forwarding that stands still while other things happen. */
import type { TestContext } from 'node:test'
import { sql } from 'kysely'
import type { Centre } from '../../centre.ts'
import type { PackageStore } from '../../storage/index.ts'

export interface Standstill {
  /** A job has begun, and has touched nothing of the source yet. */
  readonly reached: Promise<void>
  end(): void
}

/** `store`: of the centre, or what all stores have in common. It ends with the test at the latest. */
export function beforeItBrings(t: TestContext, store: Pick<PackageStore, 'bring'>): Standstill {
  const [reached, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { bring } = store
  const mocked = t.mock.method(
    store,
    'bring',
    async function (this: PackageStore, ...of: Parameters<PackageStore['bring']>) {
      reached.resolve()
      await over.promise
      return await bring.apply(this, of)
    },
  )
  const end = () => {
    over.resolve()
    mocked.mock.restore()
  }
  t.after(end)
  return { reached: reached.promise, end }
}

/** Whether a job with this name has not come to its end. */
export async function waits({ db }: Centre, job: string): Promise<boolean> {
  const { rows } = await sql`
    select from graphile_worker.jobs where task_identifier = ${job}
  `.execute(db)
  return rows.length > 0
}
