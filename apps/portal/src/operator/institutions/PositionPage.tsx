/** One institution is put on the map, moved, taken off it, or left to the register. */
import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type PlacedInstitution, place, placeByRegister, positionQuery } from '../../api/positions.ts'
import { BackLink } from '../../layout/BackLink.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import card from '../Card.module.css'
import { Done } from '../Done.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import { degrees } from './degrees.ts'
import { PositionForm } from './PositionForm.tsx'
import classes from './Positions.module.css'

const route = getRouteApi('/staff/operator/positions/$id')

export function PositionPage() {
  const { t } = useTranslation('positions')
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(positionQuery(id))
  return (
    <>
      <PageTitle
        key={id}
        title={data?.name ?? t('title')}
        lead={data ? [data.street, data.city].filter((part) => part !== null).join(', ') : undefined}
        above={<BackLink to="/operator/positions">{t('title')}</BackLink>}
      />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={320} /> : null}
      {data ? <Placing institution={data} /> : null}
    </>
  )
}

type Happened = 'placed' | 'removed' | 'left'

function Placing({ institution }: { institution: PlacedInstitution }) {
  const { t, i18n } = useTranslation('positions')
  const queries = useQueryClient()
  const { id, position, origin } = institution
  const [happened, setHappened] = useState<{ readonly what: Happened; readonly at: number }>()
  const change = useMutation({
    mutationFn: ({ work }: { readonly work: () => Promise<PlacedInstitution>; readonly what: Happened }) =>
      work(),
    onSuccess: async (changed, { what }) => {
      queries.setQueryData(positionQuery(id).queryKey, changed)
      setHappened({ what, at: Date.now() })
      await Promise.all(
        [['operator', 'positions'], ['institution'], ['statistics']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      )
    },
  })
  const now = position === null ? t('nowhere') : degrees(position, i18n.language)
  return (
    <>
      {happened ? (
        <Done key={happened.at}>
          <p>{t(`happened.${happened.what}`)}</p>
          <p>
            <Link to="/institutions/$id" params={{ id }}>
              {t('show')}
            </Link>
          </p>
        </Done>
      ) : null}
      <p className={classes.now}>
        <strong>{now}</strong>
        {position === null && origin === null ? null : ` – ${t(`origin.${origin ?? 'file'}`)}`}
      </p>
      <PositionForm
        key={`${position?.latitude} ${position?.longitude}`}
        institution={institution}
        isBusy={change.isPending}
        onPlace={(chosen) => change.mutate({ what: 'placed', work: () => place(id, chosen) })}
      />
      {change.error ? <StaffProblem error={change.error} /> : null}
      <div className={card.buttons}>
        {position === null ? null : (
          <Button
            variant="default"
            disabled={change.isPending}
            onClick={() => change.mutate({ what: 'removed', work: () => place(id, null) })}
          >
            {t('remove')}
          </Button>
        )}
        {origin === 'operator' ? (
          <Button
            variant="default"
            disabled={change.isPending}
            onClick={() => change.mutate({ what: 'left', work: () => placeByRegister(id) })}
          >
            {t('leaveToRegister')}
          </Button>
        ) : null}
      </div>
    </>
  )
}
