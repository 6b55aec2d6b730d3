/** What is going to be sent: count and size of the whole, and each file, folder and ZIP with a way to take it out. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatNumber } from '../format/sizes.ts'
import { CrossIcon } from '../icons/icons.tsx'
import { ArchiveIcon, FileIcon, FolderIcon } from '../icons/message-icons.tsx'
import icon from '../layout/IconButton.module.css'
import { useFocusAfterRemoval } from '../layout/use-focus-after-removal.ts'
import classes from './ChosenList.module.css'
import type { ChosenItem } from './chosen-item.ts'

interface ChosenListProps {
  readonly items: readonly ChosenItem[]
  /** Of the button that chooses others. */
  readonly chooserId: string
  readonly onRemove: (key: string) => void
}

const shownAtFirst = 12
const icons = { file: FileIcon, folder: FolderIcon, zip: ArchiveIcon } as const

export function ChosenList({ items, chooserId, onRemove }: ChosenListProps) {
  const { t, i18n } = useTranslation('sending')
  const [all, setAll] = useState(false)
  const { list, removing } = useFocusAfterRemoval(chooserId)
  const files = items.reduce((sum, item) => sum + item.files.length, 0)
  const sizeBytes = items.reduce((sum, item) => sum + item.sizeBytes, 0)
  const size = formatBytes(sizeBytes, i18n.language)
  const shown = all ? items : items.slice(0, shownAtFirst)
  return (
    <div className={classes.chosen}>
      <p role="status" className={classes.total}>
        {items.length === 0
          ? ''
          : t('files.total', { count: files, number: formatNumber(files, i18n.language), size })}
      </p>
      <ul ref={list} className={classes.list}>
        {shown.map((item, place) => {
          const Icon = icons[item.kind]
          return (
            <li key={item.key}>
              <Icon />
              <span className={classes.name}>{item.name}</span>
              <span className={classes.facts}>
                {item.kind === 'folder'
                  ? t('files.inFolder', {
                      count: item.files.length,
                      number: formatNumber(item.files.length, i18n.language),
                      size: formatBytes(item.sizeBytes, i18n.language),
                    })
                  : formatBytes(item.sizeBytes, i18n.language)}
              </span>
              <button
                type="button"
                className={icon.button}
                aria-label={t('files.remove', { name: item.name })}
                data-removes
                onClick={() => {
                  removing(place)
                  onRemove(item.key)
                }}
              >
                <CrossIcon size={18} />
              </button>
            </li>
          )
        })}
      </ul>
      {items.length > shown.length ? (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {t('files.showAll', { count: items.length - shown.length })}
        </Button>
      ) : null}
    </div>
  )
}
