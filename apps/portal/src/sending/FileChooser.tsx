/** Takes files, folders and ZIPs by drop or by button, and lists what was chosen. */
import { Button, Loader } from '@mantine/core'
import { type DragEvent, memo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/problem.ts'
import { FileIcon, FolderIcon, ImageStackIcon } from '../icons/message-icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { ChosenList } from './ChosenList.tsx'
import { type ChosenFile, type ChosenItem, chooseItems, type NamedFile } from './chosen-item.ts'
import { droppedEntries, filesOf, filesOfInput } from './dropped-files.ts'
import classes from './FileChooser.module.css'

interface FileChooserProps {
  readonly items: readonly ChosenItem[]
  /** Files that will be added, as soon as they are listed. */
  readonly onComing: (files: readonly ChosenFile[]) => void
  readonly onAdd: (items: readonly ChosenItem[]) => void
  /** Those that were coming are not added. */
  readonly onFailed: () => void
  readonly onRemove: (key: string) => void
}

/** The form leads to it, when it says that files are missing. */
const CHOOSER = 'files'

type Coming = Promise<readonly NamedFile[]> | AsyncIterable<NamedFile>

/**
 * Otherwise the browser keeps the names of all files with the tab's history, again with every change of the page: it
 * stands still for a quarter of a second each time with 20,000 of them.
 */
const notKept = { autoComplete: 'off' } as const

/** Drawn anew only with other items: what is found comes several times a second. */
export const FileChooser = memo(Chooser)

function Chooser({ items, onComing, onAdd, onFailed, onRemove }: FileChooserProps) {
  const { t } = useTranslation('sending')
  const [over, setOver] = useState(false)
  const [reading, setReading] = useState(false)
  const [failed, setFailed] = useState(false)
  const [nothing, setNothing] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const taking = useRef(Promise.resolve())

  /** One choice after the other, so that their files come in order. */
  function take(coming: Coming): Promise<void> {
    if (coming instanceof Promise) coming.catch(() => undefined)
    taking.current = taking.current.then(() => add(coming))
    return taking.current
  }

  async function add(coming: Coming) {
    setReading(true)
    setFailed(false)
    setNothing(false)
    try {
      const added = await chooseItems(await coming, onComing)
      setNothing(added.length === 0)
      onAdd(added)
    } catch {
      // The disk or the rights to it: the browser says no more than that.
      setFailed(true)
      onFailed()
    } finally {
      setReading(false)
    }
  }

  async function takeFrom(input: HTMLInputElement) {
    const { files } = input
    if (files === null) return
    await take(filesOfInput(files))
    // So that the same choice again is a change again.
    if (input.files === files) input.value = ''
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
        <p className={`${classes.invitation} ${classes.byMouse}`}>{t('files.drop')}</p>
        <p className={`${classes.invitation} ${classes.byTouch}`}>{t('files.choose')}</p>
        <p className={classes.kinds}>{t('files.kinds')}</p>
        <div className={classes.buttons}>
          <Button
            id={CHOOSER}
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
          {...notKept}
          multiple
          hidden
          aria-label={t('files.chooseFiles')}
          onChange={(event) => void takeFrom(event.currentTarget)}
        />
        <input
          ref={folder}
          type="file"
          {...notKept}
          multiple
          hidden
          aria-label={t('files.chooseFolder')}
          webkitdirectory=""
          onChange={(event) => void takeFrom(event.currentTarget)}
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
      <ChosenList items={items} chooserId={CHOOSER} onRemove={onRemove} />
    </div>
  )
}
