/** The label of a CD or USB stick with a message's images, to be printed and cut out, or printed onto an envelope. */
import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageQuery } from '../api/messages.ts'
import { useSession } from '../api/session.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './LabelPage.module.css'
import { FORMATS, type LabelFormat, labelsOf } from './labels.ts'
import { MediumLabel } from './MediumLabel.tsx'

const route = getRouteApi('/members/messages/$id/label')

export function LabelPage() {
  const { t } = useTranslation('label')
  const { id } = route.useParams()
  const session = useSession()
  const { data, error, refetch } = useQuery(messageQuery(id))
  const [format, setFormat] = useState<LabelFormat>('case')
  const labels = labelsOf(data?.studies ?? [], format)
  return (
    <PageBody>
      <div className={classes.title}>
        <PageTitle
          title={t('title')}
          lead={t('lead')}
          above={
            <Link className={classes.back} to="/messages/$id" params={{ id }}>
              {t('back')}
            </Link>
          }
        />
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data && labels.length === 0 ? <p>{t('none')}</p> : null}
      {data && labels.length > 0 ? (
        <>
          <div className={classes.onScreen}>
            <fieldset className={classes.formats}>
              <legend>{t('format')}</legend>
              {FORMATS.map((each) => (
                <label key={each}>
                  <input
                    type="radio"
                    name="format"
                    checked={format === each}
                    onChange={() => setFormat(each)}
                  />
                  {t(`formats.${each}`)}
                </label>
              ))}
            </fieldset>
            {labels.length > 1 ? <p>{t('severalPatients', { count: labels.length })}</p> : null}
            <p className={classes.print}>
              <Button size="md" onClick={() => print()}>
                {t('print')}
              </Button>
            </p>
          </div>
          {labels.map((label) => (
            <MediumLabel
              key={label.key}
              label={label}
              format={format}
              sender={data.sender.name}
              madeBy={session?.institution?.name}
            />
          ))}
        </>
      ) : null}
    </PageBody>
  )
}
