/** The unfinished transfers of who is signed in, as far as they can go on and run in no other tab. */
import { queryOptions } from '@tanstack/react-query'
import { cancelMessage, readMessage } from '../api/messages.ts'
import { Problem } from '../api/problem.ts'
import type { Session } from '../api/types.ts'
import { lockOf } from './keep.ts'
import { ownUnfinished, removeUnfinished } from './store.ts'
import type { UnfinishedTransfer } from './unfinished-transfer.ts'

export const unfinishedQuery = (session: Session | null | undefined) => {
  const personId = session?.person.id
  const institutionId = session?.institution?.id
  return queryOptions({
    queryKey: ['own', 'unfinished', personId, institutionId],
    enabled: personId !== undefined && institutionId !== undefined,
    queryFn: async () => {
      // Where the browser keeps nothing, nothing is unfinished.
      const all = personId === undefined ? [] : await ownUnfinished(personId).catch(() => [])
      const own = all.filter((each) => each.institutionId === institutionId)
      const running = new Set((await navigator.locks.query()).held?.map(({ name }) => name))
      const waiting = own.filter(({ id }) => !running.has(lockOf(id)))
      const open = await Promise.all(waiting.map(stillWaits))
      return waiting.filter((_, place) => open[place])
    },
    // Known anew with each form that is opened: another tab may have gone on, or been closed.
    staleTime: 0,
    gcTime: 0,
  })
}

/** What the centre does not wait for any more is forgotten here. */
async function stillWaits({ id, institutionId }: UnfinishedTransfer): Promise<boolean> {
  try {
    const { status } = await readMessage(id, { actingFor: institutionId })
    if (status === 'uploading') return true
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) throw error
  }
  await removeUnfinished(id)
  return false
}

/** The centre is told not to wait. Throws when it refuses or does not answer. */
export async function giveUp({ id, institutionId }: UnfinishedTransfer): Promise<void> {
  await cancelMessage(id, institutionId)
  await removeUnfinished(id)
}
