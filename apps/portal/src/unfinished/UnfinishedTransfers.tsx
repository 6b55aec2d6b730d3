/** In the form of a new message: transfers that can go on, and the way when their files are chosen again. */
import { useQuery } from '@tanstack/react-query'
import { useSession } from '../api/session.ts'
import type { ChosenItem } from '../sending/chosen-item.ts'
import type { BegunSending } from '../sending/transfer.ts'
import classes from './UnfinishedNotice.module.css'
import { UnfinishedNotice } from './UnfinishedNotice.tsx'
import { unfinishedQuery } from './unfinished-query.ts'
import type { UnfinishedTransfer } from './unfinished-transfer.ts'
import { useBegun } from './use-begun.ts'

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
  const begun = useBegun(data, items, report)
  const isBusy = (data === undefined && !error) || begun === undefined
  return (
    // There before it says anything, so that what comes into it is read out.
    <div aria-live="polite" aria-busy={isBusy} className={classes.transfers}>
      {(data ?? [])
        .map((transfer) => ({ transfer, sending: begun?.get(transfer) }))
        .filter(({ sending }) => (sending !== undefined) === areChosen)
        .map(({ transfer, sending }) => (
          <UnfinishedNotice
            key={transfer.id}
            transfer={transfer}
            onResume={sending && (() => onResume(transfer, sending))}
          />
        ))}
    </div>
  )
}
