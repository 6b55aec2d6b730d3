/** From whom one can have a communication node, as the operator of the centre lists them. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { nodeSuppliersQuery } from '../api/directory.ts'
import { ExternalIcon, MailIcon, PhoneIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './NodeSuppliers.module.css'

export function NodeSuppliers() {
  const { t } = useTranslation('join')
  const { data, error, refetch } = useQuery(nodeSuppliersQuery)
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton height={120} />
  if (data.length === 0) return <p>{t('suppliers.none')}</p>
  return (
    <>
      <p>{t('suppliers.text')}</p>
      <ul className={classes.suppliers}>
        {data.map(({ name, website, email, phone }) => (
          <li key={name}>
            <h3>{name}</h3>
            <a href={website} rel="noreferrer">
              <ExternalIcon size={18} />
              {new URL(website).host}
            </a>
            <a href={`mailto:${email}`}>
              <MailIcon size={18} />
              {email}
            </a>
            {phone === null ? null : (
              <a href={`tel:${phone.replaceAll(/\s/g, '')}`}>
                <PhoneIcon size={18} />
                {phone}
              </a>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
