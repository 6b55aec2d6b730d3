/** A certificate or JTP account at hand fills the form in, and may be the representative's after the approval. */
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Prefill } from '../api/registrations.ts'
import { CertificateIcon, KeyIcon } from '../icons/icons.tsx'
import link from '../join/JoinPage.module.css'
import classes from './Form.module.css'

interface IdentityProps {
  readonly prefill: Prefill | null
  readonly isUsed: boolean
  readonly onUse: (isUsed: boolean) => void
}

export function Identity({ prefill, isUsed, onUse }: IdentityProps) {
  const { t } = useTranslation('registration')
  if (prefill !== null) {
    return (
      <section className={classes.identity} aria-labelledby="part-identity">
        <h2 id="part-identity">{t(`identity.${prefill.method}.shown`, { name: prefill.name ?? '' })}</h2>
        <p>{t(`identity.${prefill.method}.filledIn`)}</p>
        <Checkbox
          size="md"
          label={t(`identity.${prefill.method}.use`)}
          checked={isUsed}
          onChange={(event) => onUse(event.currentTarget.checked)}
        />
      </section>
    )
  }
  return (
    <section className={classes.identity} aria-labelledby="part-identity">
      <h2 id="part-identity">{t('identity.title')}</h2>
      <p>{t('identity.text')}</p>
      <p className={classes.buttons}>
        <a className={link.button} href="/sign-in/identity">
          <CertificateIcon />
          {t('identity.certificate.show')}
        </a>
        <a className={link.button} href="/sign-in/jtp">
          <KeyIcon />
          {t('identity.jtp.show')}
        </a>
      </p>
    </section>
  )
}
