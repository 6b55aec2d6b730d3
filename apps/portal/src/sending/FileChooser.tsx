/** Takes files, folders and ZIPs by drop or by button, and lists what was chosen. */
import { Button, Loader } from '@mantine/core'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/problem.ts'
import { FileIcon, FolderIcon, ImageStackIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { ChosenList } from './ChosenList.tsx'
import { type ChosenItem, chooseItems, type NamedFile } from './chosen-item.ts'
import { droppedEntries, filesOf, filesOfInput } from './dropped-files.ts'
import classes from './FileChooser.module.css'

interface FileChooserProps {
  readonly items: readonly ChosenItem[]
  readonly onAdd: (items: readonly ChosenItem[]) => void
  readonly onRemove: (key: string) => void
}

export function FileChooser({ items, onAdd, onRemove }: FileChooserProps) {
  const { t } = useTranslation('sending')
  const [over, setOver] = useState(false)
  const [reading, setReading] = useState(false)
  const [failed, setFailed] = useState(false)
  const [nothing, setNothing] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)

  async function take(coming: Promise<readonly NamedFile[]> | readonly NamedFile[]) {
    setReading(true)
    setFailed(false)
    setNothing(false)
    try {
      const files = await coming
      setNothing(files.length === 0)
      onAdd(await chooseItems(files))
    } catch {
      // The disk or the rights to it: the browser says no more than that.
      setFailed(true)
    } finally {
      setReading(false)
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void take(filesOf(droppedEntries(event.dataTransfer)))
  }

  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the buttons inside do the same */}
      <div
        className={classes.zone}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={(event) => {
          if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
            setOver(false)
        }}
        onDrop={drop}
      >
        <span className={classes.picture}>
          <ImageStackIcon size={36} />
        </span>
        <p className={classes.invitation}>{t('files.drop')}</p>
        <p className={classes.kinds}>{t('files.kinds')}</p>
        <div className={classes.buttons}>
          <Button
            id="files"
            variant="outline"
            leftSection={<FileIcon />}
            onClick={() => files.current?.click()}
          >
            {t('files.chooseFiles')}
          </Button>
          <Button variant="outline" leftSection={<FolderIcon />} onClick={() => folder.current?.click()}>
            {t('files.chooseFolder')}
          </Button>
        </div>
        <input
          ref={files}
          type="file"
          multiple
          hidden
          aria-label={t('files.chooseFiles')}
          onChange={(event) => {
            void take(filesOfInput(event.currentTarget.files ?? new DataTransfer().files))
            // So that the same choice again is a change again.
            event.currentTarget.value = ''
          }}
        />
        <input
          ref={folder}
          type="file"
          multiple
          hidden
          aria-label={t('files.chooseFolder')}
          webkitdirectory=""
          onChange={(event) => {
            void take(filesOfInput(event.currentTarget.files ?? new DataTransfer().files))
            event.currentTarget.value = ''
          }}
        />
      </div>
      <p role="status" className={classes.reading}>
        {reading ? (
          <>
            <Loader size="xs" /> {t('files.reading')}
          </>
        ) : nothing ? (
          t('files.nothing')
        ) : (
          ''
        )}
      </p>
      {failed ? <ProblemNotice error={new Problem('file-unreadable', 0)} /> : null}
      <ChosenList items={items} onRemove={onRemove} />
    </div>
  )
}
