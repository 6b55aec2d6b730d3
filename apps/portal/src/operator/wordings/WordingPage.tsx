/** One mail in one language: written, looked at, tried, put back, and what it said before. */
import { Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  keyInAddress,
  type Wording,
  type WordingDetail,
  wordingQuery,
  wordingsQuery,
} from '../../api/wordings.ts'
import { languageNames } from '../../i18n/languages.ts'
import { BackLink } from '../../layout/BackLink.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Done } from '../Done.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import { Versions } from './Versions.tsx'
import { WordingForm } from './WordingForm.tsx'

const route = getRouteApi('/staff/operator/wordings/$name/$language')

export function WordingPage() {
  const { t } = useTranslation('wordings')
  const { name, language } = route.useParams()
  const { data, error, refetch } = useQuery(wordingQuery(keyInAddress(name, language)))
  const title = `${t(`name.${name}.title`, { defaultValue: name })}, ${languageNames[language]}`
  return (
    <>
      <PageTitle
        key={title}
        title={title}
        lead={t(`name.${name}.when`, { defaultValue: '' })}
        above={<BackLink to="/operator/wordings">{t('title')}</BackLink>}
      />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={480} /> : null}
      {data ? <Writing key={`${name} ${language}`} detail={data} /> : null}
    </>
  )
}

function Writing({ detail }: { detail: WordingDetail }) {
  const { t } = useTranslation('wordings')
  const queries = useQueryClient()
  const [done, setDone] = useState<{ readonly words: string; readonly at: number }>()
  // Written anew from one that was before; the number makes the form begin again.
  const [begun, setBegun] = useState<{ readonly wording: Wording; readonly time: number }>({
    wording: detail,
    time: 0,
  })
  const begin = (wording: Wording) => setBegun(({ time }) => ({ wording, time: time + 1 }))

  async function kept(changed: WordingDetail, words: string) {
    queries.setQueryData(wordingQuery(changed).queryKey, changed)
    setDone({ words, at: Date.now() })
    begin(changed)
    await queries.invalidateQueries({ queryKey: wordingsQuery.queryKey, exact: true })
  }

  return (
    <>
      {done ? (
        <Done key={done.at}>
          <p>{done.words}</p>
        </Done>
      ) : null}
      <WordingForm
        key={begun.time}
        detail={detail}
        begun={begun.wording}
        onKept={(changed) => kept(changed, t('kept'))}
        onRestored={(changed) => kept(changed, t('restored'))}
        onTried={(to) => setDone({ words: t('tried', { to }), at: Date.now() })}
      />
      <Versions
        detail={detail}
        onTake={(wording) => {
          begin(wording)
          setDone({ words: t('taken'), at: Date.now() })
        }}
      />
    </>
  )
}
