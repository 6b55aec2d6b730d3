/** Opens the message, or one study of it, in a program on the computer: the chosen one at once, or a choice that is made once. */
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DesktopViewer, desktopViewersQuery, handOver } from '../api/opening.ts'
import { settingsQuery, useSaveSettings } from '../api/settings.ts'
import { ExternalIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './DesktopViewers.module.css'

/** A viewer by the way of a plain file has the file's name, not a program's. */
const FILE = 'ZIP'

interface DesktopViewersProps {
  readonly messageId: string
  /** Without it the whole message. */
  readonly study?: { readonly uid: string; readonly title: string }
}

export function DesktopViewers({ messageId, study }: DesktopViewersProps) {
  const { t } = useTranslation('opening')
  const panel = useId()
  const [isChoosing, setChoosing] = useState(false)
  const { data: viewers = [] } = useQuery(desktopViewersQuery)
  const { data: settings } = useQuery(settingsQuery)
  const save = useSaveSettings()
  const chosen = viewers.find(({ id }) => id === settings?.desktopViewer)
  const open = useMutation({
    mutationFn: async (viewer: DesktopViewer) => {
      // An address of another scheme leaves the page where it is; a file is downloaded.
      location.assign(await handOver(messageId, viewer.id, study?.uid))
      return viewer
    },
  })

  function choose(viewer: DesktopViewer) {
    save.mutate({ desktopViewer: viewer.id })
    setChoosing(false)
    open.mutate(viewer)
  }

  const size = study === undefined ? 'md' : 'sm'
  /** Of several buttons alike each says which study is its own. */
  const label = (words: string) => (study === undefined ? {} : { 'aria-label': `${words}, ${study.title}` })
  const nameOf = ({ name }: DesktopViewer) => (name === FILE ? t('desktop.file') : name)
  const chooseWords = t(study === undefined ? 'desktop.choose' : 'desktop.chooseForStudy')
  const openWords =
    chosen && t(study === undefined ? 'desktop.open' : 'desktop.openStudy', { viewer: nameOf(chosen) })
  const toggle = (
    <Button
      variant={chosen ? 'subtle' : 'outline'}
      size={size}
      {...(chosen ? {} : label(chooseWords))}
      leftSection={chosen ? undefined : <ExternalIcon />}
      aria-expanded={isChoosing}
      aria-controls={panel}
      onClick={() => setChoosing(!isChoosing)}
    >
      {chosen ? t('desktop.change') : chooseWords}
    </Button>
  )
  const Title = study === undefined ? 'h2' : 'h5'
  return (
    <div className={classes.viewers}>
      <div className={classes.buttons} data-of={study === undefined ? 'message' : 'study'}>
        {chosen ? (
          <Button
            variant="outline"
            size={size}
            {...label(openWords ?? '')}
            leftSection={<ExternalIcon />}
            loading={open.isPending}
            onClick={() => open.mutate(chosen)}
          >
            {openWords}
          </Button>
        ) : null}
        {chosen && study !== undefined ? null : toggle}
      </div>
      <div id={panel} hidden={!isChoosing} className={classes.panel}>
        <Title>{t('desktop.title')}</Title>
        <p>{viewers.length > 0 ? t('desktop.explanation') : t('desktop.none')}</p>
        <ul>
          {viewers.map((viewer) => (
            <li key={viewer.id}>
              <Button variant="outline" onClick={() => choose(viewer)}>
                {viewer.way === 'file' ? t('desktop.asFile', { viewer: viewer.name }) : viewer.name}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <p role="status">
        {open.data?.way === 'address' ? t('desktop.opened', { viewer: open.data.name }) : null}
      </p>
      {open.error ? <ProblemNotice error={open.error} /> : null}
      {save.error ? <ProblemNotice error={save.error} /> : null}
    </div>
  )
}
