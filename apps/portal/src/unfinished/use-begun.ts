/** Which of the unfinished transfers can go on with what is chosen in the form. */
import { useEffect, useState } from 'react'
import { type ChosenItem, filesOfItems } from '../sending/chosen-item.ts'
import type { BegunSending } from '../sending/transfer.ts'
import { begunWith } from './resume.ts'
import type { UnfinishedTransfer } from './unfinished-transfer.ts'

type Begun = ReadonlyMap<UnfinishedTransfer, BegunSending>
const none: Begun = new Map()

/** @returns undefined while the files are read */
export function useBegun(
  transfers: readonly UnfinishedTransfer[] | undefined,
  items: readonly ChosenItem[],
  report: File | undefined,
): Begun | undefined {
  const [begun, setBegun] = useState<Begun>()
  useEffect(() => {
    let isWanted = true
    setBegun(undefined)
    void begunAmong(transfers ?? [], items, report).then((found) => {
      if (isWanted) setBegun(found)
    })
    return () => {
      isWanted = false
    }
  }, [transfers, items, report])
  return begun
}

async function begunAmong(
  transfers: readonly UnfinishedTransfer[],
  items: readonly ChosenItem[],
  report: File | undefined,
): Promise<Begun> {
  if (transfers.length === 0 || items.length === 0) return none
  const files = filesOfItems(items)
  const begun = new Map<UnfinishedTransfer, BegunSending>()
  for (const transfer of transfers) {
    // A file that cannot be read is told of when it is sent.
    const sending = await begunWith(transfer, files, report).catch(() => undefined)
    if (sending !== undefined) begun.set(transfer, sending)
  }
  return begun
}
