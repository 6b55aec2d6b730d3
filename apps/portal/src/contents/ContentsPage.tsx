/** A series that the image viewer cannot show: its pictures, its document, all that its objects say. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { seriesUrl } from '../api/opening.ts'
import { formatNumber } from '../format/sizes.ts'
import { BackLink } from '../layout/BackLink.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { Attributes } from './Attributes.tsx'
import classes from './ContentsPage.module.css'
import { type ContentsObject, contentsQuery, MOST_OBJECTS } from './read-contents.ts'

const route = getRouteApi('/members/messages/$id/series/$study/$series')

export function ContentsPage() {
  const { t, i18n } = useTranslation('opening')
  const { id: messageId, study, series } = route.useParams()
  const { data, error, refetch } = useQuery(contentsQuery({ messageId, study, series }))
  const base = seriesUrl(messageId, study, series)
  return (
    <PageBody>
      <PageTitle
        title={t('page.title')}
        above={
          <BackLink to="/messages/$id" params={{ id: messageId }}>
            {t('page.back')}
          </BackLink>
        }
      />
      <p className={classes.notice}>{t('page.notForDiagnosis')}</p>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <Skeleton height={240} aria-label={t('page.loading')} /> : null}
      {data?.objects.map((object, index) => (
        <ObjectContents
          key={object.sopInstanceUid}
          object={object}
          number={index + 1}
          url={`${base}/instances/${object.sopInstanceUid}`}
        />
      ))}
      {data?.isMore ? <p>{t('page.more', { number: formatNumber(MOST_OBJECTS, i18n.language) })}</p> : null}
    </PageBody>
  )
}

interface ObjectContentsProps {
  readonly object: ContentsObject
  readonly number: number
  readonly url: string
}

function ObjectContents({ object, number, url }: ObjectContentsProps) {
  const { t } = useTranslation('opening')
  return (
    <section className={classes.object}>
      <h2>{t('page.instance', { number: String(number) })}</h2>
      {object.isPdf ? <a href={`${url}/rendered?accept=application/pdf`}>{t('page.pdf')}</a> : null}
      {object.hasPicture ? (
        <img src={`${url}/rendered?viewport=1024,1024`} alt={t('page.image', { number: String(number) })} />
      ) : null}
      <details open={!object.isPdf && !object.hasPicture}>
        <summary>{t('page.attributes')}</summary>
        <Attributes attributes={object.attributes} />
      </details>
    </section>
  )
}
