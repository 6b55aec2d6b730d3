/** In the form of a new message: transfers that can go on, and the way when their files are chosen again. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSession } from '../api/session.ts'
import { type ChosenItem, filesOfItems } from '../sending/chosen-item.ts'
import type { BegunSending } from '../sending/transfer.ts'
import { begunSending } from './resume.ts'
import classes from './UnfinishedNotice.module.css'
import { UnfinishedNotice } from './UnfinishedNotice.tsx'
import { unfinishedQuery } from './unfinished-query.ts'
import { isSameReport, sameFiles, type UnfinishedTransfer } from './unfinished-transfer.ts'

interface UnfinishedTransfersProps {
  readonly items: readonly ChosenItem[]
  readonly report: File | undefined
  /** Those whose files are chosen, or the others: the way on stands where the files were chosen. */
  readonly areChosen: boolean
  readonly onResume: (transfer: UnfinishedTransfer, begun: BegunSending) => void
}

export function UnfinishedTransfers({ items, report, areChosen, onResume }: UnfinishedTransfersProps) {
  const session = useSession()
  const { data, error } = useQuery(unfinishedQuery(session))
  const matches = useMemo(() => {
    const files = filesOfItems(items)
    return (data ?? []).map((transfer) => {
      const same = isSameReport(transfer.chosen.report, report)
        ? sameFiles(transfer.chosen.files, files)
        : undefined
      return { transfer, begun: same && begunSending(transfer, same, report) }
    })
  }, [data, items, report])
  return (
    // There before it says anything, so that what comes into it is read out.
    <div aria-live="polite" aria-busy={data === undefined && !error} className={classes.transfers}>
      {matches
        .filter(({ begun }) => (begun !== undefined) === areChosen)
        .map(({ transfer, begun }) => (
          <UnfinishedNotice
            key={transfer.id}
            transfer={transfer}
            onResume={begun && (() => onResume(transfer, begun))}
          />
        ))}
    </div>
  )
}
