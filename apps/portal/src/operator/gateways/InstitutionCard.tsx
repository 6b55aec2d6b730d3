/** One institution: the AE title under which it is called, and its gateways. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DicomInstitution, Gateway } from '../../api/gateways.ts'
import card from '../Card.module.css'
import { AeTitleForm } from './AeTitleForm.tsx'
import { GatewayForm } from './GatewayForm.tsx'
import { GatewayPart } from './GatewayPart.tsx'
import classes from './InstitutionCard.module.css'

export interface Happened {
  readonly what: 'added' | 'changed' | 'withdrawn' | 'titled'
  readonly aeTitle: string
  readonly name: string
}

interface InstitutionCardProps {
  readonly institution: DicomInstitution
  readonly onChanged: (happened: Happened) => void | Promise<void>
}

export function InstitutionCard({ institution, onChanged }: InstitutionCardProps) {
  const { t } = useTranslation('gateways')
  const { name, city, aeTitle, gateways } = institution
  const [editing, setEditing] = useState<Gateway | 'new' | 'title'>()

  async function changed(what: Happened['what'], title: string) {
    setEditing(undefined)
    await onChanged({ what, aeTitle: title, name })
  }

  return (
    <article className={card.card}>
      <h2>
        {name}, {city}
      </h2>
      {editing === 'title' ? (
        <AeTitleForm
          institution={institution}
          onKept={(title) => changed('titled', title)}
          onCancel={() => setEditing(undefined)}
        />
      ) : (
        <div className={classes.called}>
          <p>
            {t('called')} <strong className={classes.title}>{aeTitle}</strong>
          </p>
          <Button variant="outline" size="sm" onClick={() => setEditing('title')}>
            {t('changeTitle')}
            <span className={classes.hidden}> {name}</span>
          </Button>
        </div>
      )}
      {gateways.length === 0 && editing !== 'new' ? <p className={classes.none}>{t('none')}</p> : null}
      {gateways.map((gateway) =>
        typeof editing === 'object' && editing.id === gateway.id ? (
          <GatewayForm
            key={gateway.id}
            institution={institution}
            gateway={gateway}
            onKept={(title) => changed('changed', title)}
            onCancel={() => setEditing(undefined)}
          />
        ) : (
          <GatewayPart
            key={gateway.id}
            gateway={gateway}
            onChange={() => setEditing(gateway)}
            onWithdrawn={() => changed('withdrawn', gateway.aeTitle)}
          />
        ),
      )}
      {editing === 'new' ? (
        <GatewayForm
          institution={institution}
          gateway={undefined}
          onKept={(title) => changed('added', title)}
          onCancel={() => setEditing(undefined)}
        />
      ) : (
        <div className={card.buttons}>
          <Button variant="outline" size="md" onClick={() => setEditing('new')}>
            {t('add')}
            <span className={classes.hidden}> {name}</span>
          </Button>
        </div>
      )}
    </article>
  )
}
