/** Opens the message in a program on the computer: the chosen one at once, or a choice that is made once. */
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DesktopViewer, desktopViewersQuery, handOver } from '../api/opening.ts'
import { settingsQuery, useSaveSettings } from '../api/settings.ts'
import { ExternalIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './DesktopViewers.module.css'

export function DesktopViewers({ messageId }: { messageId: string }) {
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
      location.assign(await handOver(messageId, viewer.id))
      return viewer
    },
  })

  function choose(viewer: DesktopViewer) {
    save.mutate({ desktopViewer: viewer.id })
    setChoosing(false)
    open.mutate(viewer)
  }

  const toggle = (
    <Button
      variant={chosen ? 'subtle' : 'outline'}
      size="md"
      leftSection={chosen ? undefined : <ExternalIcon />}
      aria-expanded={isChoosing}
      aria-controls={panel}
      onClick={() => setChoosing(!isChoosing)}
    >
      {chosen ? t('desktop.change') : t('desktop.choose')}
    </Button>
  )
  return (
    <div className={classes.viewers}>
      <div className={classes.buttons}>
        {chosen ? (
          <Button
            variant="outline"
            size="md"
            leftSection={<ExternalIcon />}
            loading={open.isPending}
            onClick={() => open.mutate(chosen)}
          >
            {t('desktop.open', { viewer: chosen.way === 'file' ? t('desktop.file') : chosen.name })}
          </Button>
        ) : null}
        {toggle}
      </div>
      <div id={panel} hidden={!isChoosing} className={classes.panel}>
        <h2>{t('desktop.title')}</h2>
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
