/** File by file what became of it, with the reason and what to do. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileOutcome, FileResult } from '../api/types.ts'
import { formatNumber } from '../format/sizes.ts'
import { SearchIcon } from '../icons/icons.tsx'
import classes from './FileResults.module.css'
import { FilesWithReason } from './FilesWithReason.tsx'
import { countOutcomes, type FileGroup, groupFiles, outcomeOrder } from './file-groups.ts'
import { OutcomeIcon } from './OutcomeIcon.tsx'
import { SaveAsCsv } from './SaveAsCsv.tsx'

/** From this many files on, finding one by eye is too much to ask. */
const filterFrom = 10

export interface FileResultsProps {
  readonly files: readonly FileResult[]
  readonly messageId: string
}

export function FileResults({ files, messageId }: FileResultsProps) {
  const { t, i18n } = useTranslation('messages')
  const [text, setText] = useState('')
  const [outcome, setOutcome] = useState<FileOutcome>()
  if (files.length === 0) return null
  const counts = countOutcomes(files)
  const groups = groupFiles(files, { outcome, text })
  const filtered = text !== '' || outcome !== undefined
  return (
    <section>
      <h2>{t('files.title')}</h2>
      <ul className={classes.summary}>
        {outcomeOrder.map((kind) =>
          counts[kind] === 0 ? null : (
            <li key={kind}>
              <OutcomeIcon outcome={kind} />
              <span className={classes.count}>{formatNumber(counts[kind], i18n.language)}</span>
              <span>{t(`files.summary.${kind}`, { count: counts[kind] })}</span>
            </li>
          ),
        )}
      </ul>
      {files.length >= filterFrom ? (
        <div className={classes.filters}>
          <NativeSelect
            label={t('files.filterOutcome')}
            value={outcome ?? ''}
            onChange={(event) => {
              const wanted = event.currentTarget.value
              setOutcome(outcomeOrder.find((kind) => kind === wanted))
            }}
            data={[
              { value: '', label: t('files.all') },
              ...outcomeOrder
                .filter((kind) => counts[kind] > 0)
                .map((kind) => ({ value: kind, label: t(`files.group.${kind}`) })),
            ]}
          />
          <TextInput
            type="search"
            label={t('files.filterName')}
            leftSection={<SearchIcon size={18} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
      ) : null}
      {groups.map((group) => (
        <Group
          key={group.outcome}
          {...group}
          open={filtered || group.outcome !== 'accepted' || files.length < filterFrom}
        />
      ))}
      {groups.length === 0 ? <p role="status">{t('files.noneFound')}</p> : null}
      <div className={classes.save}>
        <SaveAsCsv files={files} name={`epacs-${messageId}.csv`} />
      </div>
    </section>
  )
}

function Group({ outcome, count, reasons, open }: FileGroup & { readonly open: boolean }) {
  const { t, i18n } = useTranslation('messages')
  return (
    <details className={classes.group} open={open}>
      <summary>
        <OutcomeIcon outcome={outcome} size={18} />
        <h3>
          {t(`files.group.${outcome}`)} <span>({formatNumber(count, i18n.language)})</span>
        </h3>
      </summary>
      <div className={classes.reasons}>
        {reasons.map((group) => (
          <FilesWithReason key={group.code} {...group} />
        ))}
      </div>
    </details>
  )
}
