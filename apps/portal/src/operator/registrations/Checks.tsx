/** What the centre could check by itself, and where the public register says something else. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { institutionQuery } from '../../api/directory.ts'
import { registrationQuery } from '../../api/operator.ts'
import type { Check, Registration } from '../../api/operator-types.ts'
import { CheckIcon, MinusIcon, WarningIcon } from '../../icons/icons.tsx'
import card from '../Card.module.css'
import classes from './Checks.module.css'
import { RegisterComparison } from './RegisterComparison.tsx'

const icons = { good: CheckIcon, doubtful: WarningIcon, unknown: MinusIcon }

export function Checks({ registration }: { registration: Registration }) {
  const { t } = useTranslation('operator')
  const checks = registration.checks ?? []
  const isInRegister = checks.some(({ check, result }) => check === 'register' && result === 'good')
  return (
    <section className={card.card}>
      <h2>{t('checks.title')}</h2>
      <ul className={classes.checks}>
        {checks.map((check) => (
          <OneCheck key={check.check} check={check} form={registration.form} />
        ))}
      </ul>
      {isInRegister && registration.form.institution.ico !== null ? (
        <RegisterComparison institution={registration.form.institution} />
      ) : null}
    </section>
  )
}

/** Whose value on the form the identity is compared with. */
function givenFor(check: string, { institution, representative }: Registration['form']): string | null {
  if (check === 'identity-name') return representative.name
  if (check === 'identity-email') return representative.email
  if (check === 'identity-institution') return institution.ico
  return null
}

function OneCheck({ check: { check, result, found }, form }: { check: Check; form: Registration['form'] }) {
  const { t } = useTranslation('operator')
  const Icon = icons[result]
  const given = givenFor(check, form)
  return (
    <li className={classes.check} data-result={result}>
      <span className={classes.icon}>
        <Icon />
      </span>
      <div>
        <p>{t(`checks.${check}.${result}`)}</p>
        {result === 'doubtful' && given !== null && found.length > 0 ? (
          <p className={classes.found}>{t('checks.against', { given, found: found.join(', ') })}</p>
        ) : null}
        {result === 'doubtful' && check.startsWith('duplicate-') ? (
          <ul className={classes.links}>
            {found.map((id) => (
              <li key={id}>
                {check === 'duplicate-institution' ? (
                  <InstitutionLink id={id} />
                ) : (
                  <RegistrationLink id={id} />
                )}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  )
}

function InstitutionLink({ id }: { id: string }) {
  const { data } = useQuery(institutionQuery(id))
  return (
    <Link to="/institutions/$id" params={{ id }}>
      {data ? `${data.name}, ${data.city}` : id}
    </Link>
  )
}

function RegistrationLink({ id }: { id: string }) {
  const { data } = useQuery(registrationQuery(id))
  return (
    <Link to="/operator/registrations/$id" params={{ id }}>
      {data ? `${data.institution.name}, ${data.institution.city}` : id}
    </Link>
  )
}
